// Chapter 05: paths in one dimension over the density of x_t, and where 2000 of them end.
import {LINEAR, Mixture, denoise, list, randomizer, timeSteps} from './diffusion.js';
import {axes, picture, rgb, start} from './figure.js';

const DATA = new Mixture([-0.6, 0.6], 0.1, [0.3, 0.7], 1);
const SHOWN = 9, N = 2000, Y = [-2.6, 2.6], BIN = 0.05, ROWS = 130;
const AXIS = list(ROWS, i => Y[1] - (i + 0.5) / ROWS * (Y[1] - Y[0]));
const DENSITY = list(100, i => DATA.logDensity(AXIS, LINEAR[999 - 10 * i])).map(logs => logs.map(log => Math.exp(log - Math.max(...logs))));
const END = list(521, i => i / 100 - 2.6), TRUTH = Array.from(DATA.logDensity(END, 1), Math.exp);

start('live-paths', 'Paths from noise to data in one dimension', figure => {
	let seed = 1, paths = [], ends = [];
	const run = () => figure.work(function* () {
		const times = timeSteps(LINEAR, steps.value), {normals} = randomizer(seed), seen = [];
		for (const {t, x} of denoise(LINEAR, (x, t) => DATA.eps(x, LINEAR[t]), normals(N), times, sampler.value,
			{eta: eta(), noise: () => normals(N)})) {
			seen.push([t + 1, x.slice(0, SHOWN)]);
			ends = x;
			yield;
		}
		paths = seen;
		const upper = ends.filter(x => x >= 0), mean = upper.reduce((a, b) => a + b, 0) / upper.length;
		const width = Math.sqrt(upper.reduce((sum, x) => sum + (x - mean) ** 2, 0) / upper.length);
		figure.says(`below 0: ${(100 - 100 * upper.length / N).toFixed(0)} % (exact 30 %)`, `width of the upper part: ${width.toFixed(2)} (exact 0.10)`);
		figure.update();
	}());
	figure.canvas('Nine paths from noise at the left to data at the right, over the density of x_t', (ctx, w, h, colours) => {
		const box = [36, 20, w - 52, h - 60], ink = rgb(colours.ink);
		picture(ctx, box, 100, ROWS, (data, at, i) => data.set([...ink, 110 * DENSITY[i % 100][Math.floor(i / 100)]], at), true);
		const plot = axes(ctx, box, colours, {x: [1000, 0], y: Y, xticks: [1000, 500, 0], yticks: [-2, -1, 0, 1, 2], xlabel: 'timestep t', title: 'paths of xₜ'});
		for (let i = 0; i < SHOWN; i++) plot.curve(paths.map(([t]) => t), paths.map(([, x]) => x[i]), colours.c[i % 6]);
	}, () => 280, 'live-main');
	figure.canvas('Histogram of the ends of 2000 paths, and the density of the data', (ctx, w, h, colours) => {
		const plot = axes(ctx, [8, 20, w - 16, h - 60], colours, {x: [0, 3.6], y: Y, xlabel: 'density', title: '2000 ends'});
		const counts = new Array(104).fill(0);
		for (const x of ends) counts[Math.floor((x - Y[0]) / BIN)]++;
		ctx.fillStyle = colours.c[0];
		plot.inside(() => counts.forEach((count, i) => {
			ctx.fillRect(plot.X(0), plot.Y(Y[0] + (i + 1) * BIN), plot.X(count / N / BIN) - plot.X(0), plot.Y(0) - plot.Y(BIN));
		}));
		plot.curve(TRUTH, END, colours.ink, 1.2);
	}, () => 280, 'live-side');
	const sampler = figure.select('sampler', {ddpm: 'DDPM, variance β', ddpm_small: 'DDPM, variance β̃', ddim: 'DDIM'}, 'ddim', run);
	const steps = figure.steps(100, run, 1000), eta = figure.eta(sampler, run);
	figure.button('Draw again', () => { seed++; run(); });
	run();
});
