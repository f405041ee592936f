// The digits network, live: chapters 05 and 07 and the front page. Nothing is loaded before its button is pressed.
import {SAMPLERS} from './diffusion.js';
import {Figure, element, list, moves, picture} from './figure.js';
import {DIGITS, Model} from './model.js';

const STEPS = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 100, 200];
const ALL = Object.keys(SAMPLERS);

// A button below the picture; the figure takes the picture's place when the network is there
function offer(id, name, build) {
	const cell = document.getElementById(id);
	if (!cell) return;
	const wait = element('p', 'live-offer'), button = element('button', 'live-button', 'Run it here'), status = element('span');
	button.type = 'button';
	status.setAttribute('role', 'status');
	wait.append(button, status);
	cell.querySelector('figure > p').after(wait);
	cell.querySelector('.live').hidden = true;
	fetch(DIGITS, {method: 'HEAD'}).then(({ok, headers}) => {
		const size = Number(headers.get('content-length'));
		if (ok && size) button.textContent = `Run it here (loads ${(size / 1e6).toFixed(1)} MB)`;
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
			const model = await Model.load(DIGITS, share => { status.textContent = `loading, ${Math.round(100 * share)} %`; }, broken);
			build(figure, model);
			wait.remove();
			figure.show();
		} catch (error) { broken(error.message); }
	});
}

// Rows of images, each {name(), values(frame)}; settings() -> the options of Model.run. Gives the function that runs it.
function grid(figure, model, {columns, height, heads, rows, label}, settings) {
	const frames = [], {size} = model, pixels = size ** 2, left = rows.length > 1 ? 56 : 0, top = heads ? 18 : 0;
	let finished = '';
	figure.canvas(label, (ctx, w, h, {ink}) => {
		const frame = frames[film.at], each = (w - left) / columns;
		ctx.fillStyle = ink;
		ctx.textAlign = 'center';
		if (heads) heads().forEach((head, i) => ctx.fillText(head, left + (i + 0.5) * each, 12));
		ctx.textAlign = 'right';
		rows.forEach(({name, values}, r) => {
			if (left) ctx.fillText(name(), left - 6, top + (r + 0.5) * each + 4);
			for (let all = frame ? values(frame) : [], i = 0; i < all.length / pixels; i++) {
				const at = [left + i % columns * each + 1, top + (r + Math.floor(i / columns)) * each + 1, each - 2, each - 2];
				picture(ctx, at, size, size, (data, to, j) => {
					data.fill(127.5 * (all[i * pixels + j] + 1), to, to + 3);
					data[to + 3] = 255;
				});
			}
		});
	}, w => top + (w - left) / columns * height);
	const film = figure.film('step', () => {
		const frame = frames[film.at];
		if (frame) figure.says(finished ? `step ${frame.step} of ${frames.length - 1}` : `step ${frame.step} …`, finished);
		figure.update();
	}, k => frames[k] && frames[k].t >= 0 ? `t = ${frames[k].t + 1}` : 'x₀');
	const run = () => {
		const options = settings(), began = performance.now();
		frames.length = 0;
		finished = '';
		film.stop();
		model.run(options, frame => {
			frames[frame.step] = frame;
			film.reach(frame.step);
			if (frame.t < 0) finished = `${options.seeds.length} digits in ${((performance.now() - began) / 1000).toFixed(1)} s`;
			if (moves() || finished) film.go(frame.step);
		});
	};
	figure.leave = () => finished || model.stop();  // off the screen nothing computes
	figure.enter = () => finished || run();
	return run;
}

const steps = (figure, value, run) => figure.slider('steps', {values: STEPS, value}, run);

offer('live-digits', "Eight digits appear, with the network's estimate at every step", (figure, model) => {
	const run = grid(figure, model, {
		columns: 8, height: 2, label: "Above x_t, below the network's estimate of x_0, for eight starts",
		rows: [{name: () => 'xₜ', values: ({x}) => x}, {name: () => 'x̂₀', values: ({x0}) => x0}],
	}, () => ({seeds: list(8, i => 100 * seed.value + i), steps: count.value, sampler: sampler.value, eta: eta(), clip: clip.checked}));
	const sampler = figure.select('sampler', ALL, 'ddim', run), count = steps(figure, 20, run), eta = figure.eta(sampler, run);
	const seed = figure.slider('seed', {min: 1, max: 99, value: 1}, run), clip = figure.check('clip x̂₀', true, run);
});

offer('live-guidance', 'Digits by label under guidance', (figure, model) => {
	let seed = 2;
	const {classes, names} = model, all = () => which.value === 'all', ten = f => list(10, f);
	const third = k => ({x}) => x.subarray(k * x.length / 3, (k + 1) * x.length / 3);
	const run = grid(figure, model, {
		columns: 10, height: 3, label: 'Three rows of ten digits: without the label, with it, and with guidance',
		heads: () => ten(i => all() ? names[i % classes] : which.value),
		rows: ['no label', 'w = 1', ''].map((name, k) => ({name: () => name || `w = ${weight.value}`, values: third(k)})),
	}, () => {
		const asked = ten(i => all() ? i % classes : names.indexOf(which.value)), starts = ten(i => 100 * seed + (all() ? 0 : i));
		return {seeds: [...starts, ...starts, ...starts], labels: [...ten(() => classes), ...asked, ...asked],
			weights: list(30, i => i < 20 ? 1 : weight.value), steps: count.value, sampler: 'ddim', interval: [to.value - 1, from.value]};
	});
	const which = figure.select('label', ['all', ...names], 'all', run);
	const weight = figure.slider('weight w', {max: 8, step: 0.5, value: 3}, run), count = steps(figure, 10, run);
	const [from, to] = figure.interval(run);
	figure.button('New noise', () => { seed++; run(); });
});

offer('live-index', 'Thirty digits, as asked', (figure, model) => {
	let seed = 1;
	const {names} = model;
	const run = grid(figure, model, {columns: 10, height: 3, rows: [{values: ({x}) => x}], label: 'Thirty digits on their way from noise'}, () => ({
		seeds: list(30, i => 100 * seed + i), steps: count.value, sampler: sampler.value, weights: list(30, () => weight.value),
		labels: list(30, i => which.value === 'all' ? i % names.length : names.indexOf(which.value)),
	}));
	const which = figure.select('digit', ['all', ...names], 'all', run), weight = figure.slider('guidance', {max: 5, step: 0.25, value: 1.5}, run);
	const count = steps(figure, 20, run), sampler = figure.select('sampler', ALL, 'ddim', run);
	figure.button('Draw again', () => { seed++; run(); });
});
