// Chapter 06: every sampler in the plane, on densities whose score is exact, or on points that the reader paints.
import {LINEAR, Mixture, SAMPLERS, SPACINGS, denoise, energyDistance, list, randomizer, timeSteps} from './diffusion.js';
import {start, time} from './figure.js';
import {Plane} from './points.js';

const N = 600, LINES = 40;
const arc = (n, x, y, radius, from, to) => list(n, i => from + (to - from) * (i + 0.5) / n)
	.flatMap(angle => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]);

export const DATA = {
	moons: new Mixture([...arc(24, -0.5, -0.3, 1.05, 0, Math.PI), ...arc(24, 0.55, 0.3, 1.05, Math.PI, 2 * Math.PI)], 0.09),
	rings: new Mixture([...arc(20, 0, 0, 0.55, 0, 2 * Math.PI), ...arc(40, 0, 0, 1.4, 0, 2 * Math.PI)], 0.07),
	mixture: new Mixture([-1.2, 0, 0.2, 0.2, 0.4, 1, 1.2, 0.2, 0.4, -0.8, 1.2, -0.8], 0.22, [0.3, 0.1, 0.2, 0.1, 0.1, 0.2]),
};

start('live-plane', 'Samplers in the plane', figure => {
	let painted = arc(24, 0, 0, 1.2, -0.5, 4), data = DATA.moons, seed = 1, frames = [], floor, cursor;
	const plane = new Plane(figure, 'Points on their way from noise to data', 2.4, ({colours}) => {
		const frame = frames[film.at];
		plane.density(data, frame && frame.t >= 0 ? LINEAR[frame.t] : 1);
		if (frame && lines.checked) {
			for (let i = 0; i < 2 * LINES; i += 2) {
				const path = frames.slice(0, film.at + 1);
				plane.curve(path.map(({x}) => x[i]), path.map(({x}) => x[i + 1]), colours.c[1], 0.8);
			}
		}
		if (frame) plane.points(frame.x, colours.c[0], 1.7);
		if (plane.painting && cursor) plane.points(cursor, colours.c[3], 5);
	});
	function* sample() {
		if (!floor) {
			const exact = randomizer(0), draw = () => data.draw(N, exact), some = [];
			while (some.length < 4) { some.push(energyDistance(draw(), draw())); yield; }
			floor = Math.hypot(...some) / 2;
		}
		const times = timeSteps(LINEAR, steps.value, spacing.value), random = randomizer(seed), seen = [];
		for (const frame of denoise(LINEAR, (x, t) => data.eps(x, LINEAR[t]), random.normals(2 * N), times, sampler.value,
			{eta: eta(), noise: () => random.normals(2 * N)})) { seen.push(frame); yield; }
		const distance = energyDistance(seen[times.length].x, data.draw(N, random));
		frames = seen;
		figure.says(`${times.length} calls`, `distance to the data: ${distance.toFixed(3)}`, `(of an exact draw: ${floor.toFixed(3)})`);
		film.reach(times.length);
		film.go(film.last);
	}
	const run = () => figure.work(sample());
	const choose = () => {
		const own = shape.value === 'paint';
		data = own ? new Mixture(painted.length ? painted : [0, 0], 0.1) : DATA[shape.value];
		plane.allow(own);
		clear.hidden = !own;
		floor = 0;
		figure.update();
		run();
	};
	plane.brush((x, y) => { painted = painted.concat(x, y).slice(-400); choose(); });
	plane.moved = to => { cursor = to; figure.update(); };
	const film = figure.film('step', k => time(frames[k]));
	const shape = figure.select('data', {moons: 'two moons', rings: 'rings', mixture: 'a mixture', paint: 'paint your own'}, 'moons', choose);
	const sampler = figure.select('sampler', Object.keys(SAMPLERS), 'ddim', run), spacing = figure.select('spacing', Object.keys(SPACINGS), 'uniform', run);
	const steps = figure.steps(10, run), eta = figure.eta(sampler, run);
	const lines = figure.check('paths', true);
	figure.button('New noise', () => { seed++; run(); });
	const clear = figure.button('Clear', () => { painted = []; choose(); });
	choose();
});
