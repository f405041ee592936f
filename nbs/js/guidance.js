// Chapter 07: guidance on three classes in the plane, with the exact network.
import {LINEAR, Mixture, combine, denoise, randomizer, timeSteps} from './diffusion.js';
import {start} from './figure.js';
import {Plane} from './points.js';

const CENTRES = [[-0.6, 0, 0.1, 0.1], [0.2, 0.5, 0.6, 0.1], [0.2, -0.4, 0.6, -0.4]], N = 500;
const CLASSES = CENTRES.map(centres => new Mixture(centres, 0.18)), ALL = new Mixture(CENTRES.flat(), 0.18);
const TIMES = timeSteps(LINEAR, 50);

start('live-guided-plane', 'Guidance on three classes in the plane', figure => {
	let seed = 1, cloud = [];
	const plane = new Plane(figure, 'Samples of one class under guidance', 1.3, ({colours}) => {
		CLASSES.forEach((data, k) => { if (k !== Number(which.value)) plane.density(data, 1, colours.ink, 70); });
		plane.density(CLASSES[which.value], 1, colours.c[0], 200);
		plane.points(cloud, colours.ink, 1.4);
	});
	const run = () => figure.work(function* () {
		const {normals} = randomizer(seed), one = CLASSES[which.value], c = one.centres;
		const predict = (x, t) => {
			const w = to.value <= t + 1 && t + 1 <= from.value ? weight.value : 1, labelled = one.eps(x, LINEAR[t]);
			return w === 1 ? labelled : combine([1 - w, ALL.eps(x, LINEAR[t])], [w, labelled]);
		};
		let x, first = 0;
		for ({x} of denoise(LINEAR, predict, normals(2 * N), TIMES, sampler.value, {noise: () => normals(2 * N)})) yield;
		cloud = x;
		for (let i = 0; i < 2 * N; i += 2) first += Math.hypot(x[i] - c[0], x[i + 1] - c[1]) < Math.hypot(x[i] - c[2], x[i + 1] - c[3]);
		figure.says(`w = ${weight.value}`, `at the class's first Gaussian: ${(100 * first / N).toFixed(0)} %`, '(without guidance 50 %)');
		figure.update();
	}());
	const which = figure.select('class', [0, 1, 2], 0, run), sampler = figure.select('sampler', ['ddim', 'ddpm'], 'ddim', run);
	const weight = figure.slider('weight w', {max: 6, step: 0.25, value: 3}, run);
	const [from, to] = figure.interval(run);
	figure.button('New noise', () => { seed++; run(); });
	run();
});
