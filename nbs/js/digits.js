// The digits network, live: chapters 05 and 07. Nothing is loaded before its button is pressed.
import {SAMPLERS, list} from './diffusion.js';
import {Figure, element, moves, picture, time} from './figure.js';
import {DIGITS, Model, download} from './model.js';

const STEPS = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 100, 200];

// A button below the picture; the figure takes the picture's place when the network is there
export function offer(id, name, build, files = DIGITS) {
	const cell = document.getElementById(id);
	if (!cell) return;
	const wait = element('p', 'live-offer'), button = element('button', 'live-button', 'Run it here'), status = element('span');
	status.role = 'status';
	wait.append(button, status);
	cell.querySelector('figure > p').after(wait);
	cell.querySelector('.live').hidden = true;
	download(files, 'HEAD').then(({total}) => {
		if (total) button.textContent = `Run it here (loads ${(total / 1e6).toFixed(1)} MB)`;
	}).catch(() => {});  // the button works without the size
	button.addEventListener('click', async () => {
		const figure = new Figure(id, name);
		const broken = message => {
			figure.fail(`The network does not run here (${message}); the picture shows what it draws.`);
			figure.picture.after(wait);
			Object.assign(button, {textContent: 'Try again', disabled: false});
			status.textContent = '';
		};
		button.disabled = true;
		status.textContent = 'loading …';
		try {
			const model = await Model.load(files, share => { status.textContent = `loading, ${(100 * share).toFixed()} %`; }, broken);
			build(figure, model);
			wait.remove();
			figure.show();
			if (document.activeElement === document.body) figure.root.querySelector('button').focus({preventScroll: true});
		} catch (error) { broken(error.message); }
	});
}

// Rows of images, each {name(), values(frame)}; settings() -> the options of Model.run. Gives the function that runs it.
export function grid(figure, model, {columns, height, heads, rows, label}, settings) {
	const frames = [], {size, channels} = model, pixels = size ** 2, numbers = channels * pixels, left = rows.length > 1 ? 56 : 0, top = 18;
	const lines = !heads ? 0 : left ? 1 : height, place = (row, each) => row * each + top * Math.min(row + 1, lines);  // of a row of images
	let finished = '';
	figure.canvas(label, (ctx, w, h, {ink}) => {
		const frame = frames[film.at], each = (w - left) / columns;
		ctx.fillStyle = ink;
		ctx.textAlign = 'center';
		if (heads) heads().forEach((head, i) => ctx.fillText(head, left + (i % columns + 0.5) * each, place(Math.floor(i / columns), each) - 6));
		ctx.textAlign = 'right';
		rows.forEach(({name, values}, r) => {
			if (left) ctx.fillText(name(), left - 6, place(r, each) + each / 2 + 4);
			for (let all = frame ? values(frame) : [], i = 0; i < all.length / numbers; i++) {
				const at = [left + i % columns * each + 1, place(r + Math.floor(i / columns), each) + 1, each - 2, each - 2];
				picture(ctx, at, size, size, (data, to, j) => {  // grey: one channel for all three
					for (let c = 0; c < 3; c++) data[to + c] = 127.5 * (all[i * numbers + c * pixels % numbers + j] + 1);
				});
			}
		});
	}, w => (w - left) / columns * height + top * lines);
	const film = figure.film('step', () => {
		const frame = frames[film.at];
		if (frame) figure.says(`step ${frame.step} ${finished && `of ${frames.length - 1}` || '…'}`, finished);
		figure.update();
	}, k => time(frames[k]));
	const run = () => {
		const options = settings(), began = performance.now();
		frames.length = 0;
		finished = '';
		film.stop();
		model.run(options, frame => {
			frames[frame.step] = frame;
			film.reach(frame.step);
			if (frame.t < 0) finished = `${options.seeds.length} images in ${((performance.now() - began) / 1000).toFixed(1)} s`;
			if (moves() || finished) film.go(frame.step); else figure.says(`step ${frame.step} …`);
		});
	};
	figure.leave = () => finished || model.stop();  // off the screen nothing computes
	figure.enter = () => finished || run();
	return run;
}

export const steps = (figure, value, run) => figure.slider('steps', {values: STEPS, value}, run);
export const asked = (names, {value}) => list(10, i => value === 'all' ? i : names.indexOf(value));  // of a select with names and 'all'

offer('live-digits', "Eight digits appear, with the network's estimate at every step", (figure, model) => {
	const run = grid(figure, model, {
		columns: 8, height: 2, label: "Above x_t, below the network's estimate of x_0, for eight starts",
		rows: [{name: () => 'xₜ', values: ({x}) => x}, {name: () => 'x̂₀', values: ({x0}) => x0}],
	}, () => ({seeds: list(8, i => 100 * seed.value + i), steps: count.value, sampler: sampler.value, eta: eta(), clip: clip.checked}));
	const sampler = figure.select('sampler', Object.keys(SAMPLERS), 'ddim', run), count = steps(figure, 20, run), eta = figure.eta(sampler, run);
	const seed = figure.slider('seed', {min: 1, max: 99, value: 1}, run), clip = figure.check('clip x̂₀', true, run);
});

offer('live-guidance', 'Digits by label under guidance', (figure, model) => {
	let seed = 2;
	const {classes, names} = model;
	const third = k => ({x}) => x.subarray(k * x.length / 3, (k + 1) * x.length / 3);
	const run = grid(figure, model, {
		columns: 10, height: 3, label: 'Three rows of ten digits: without the label, with it, and with guidance',
		heads: () => asked(names, which).map(label => names[label]),
		rows: ['no label', 'w = 1', ''].map((name, k) => ({name: () => name || `w = ${weight.value}`, values: third(k)})),
	}, () => {
		const labels = asked(names, which);
		return {seeds: list(30, i => 100 * seed + (which.value === 'all' ? 0 : i % 10)), labels: [...labels.map(() => classes), ...labels, ...labels],
			weights: list(30, i => i < 20 ? 1 : weight.value), steps: count.value, sampler: 'ddim', interval: [to.value - 1, from.value]};
	});
	const which = figure.select('label', ['all', ...names], 'all', run);
	const weight = figure.slider('weight w', {max: 8, step: 0.5, value: 3}, run), count = steps(figure, 10, run);
	const [from, to] = figure.interval(run);
	figure.button('New noise', () => { seed++; run(); });
});
