// The digits network, live: chapters 05 and 07. Nothing is loaded before its button is pressed.
import {SAMPLERS, list} from './diffusion.js';
import {Figure, element, picture, time} from './figure.js';
import {DIGITS, Model, download} from './model.js';

// A button below the picture; the figure takes the picture's place when the network is there.
// ways: what to load (or a promise of it); where one does not run, the next is tried
export async function offer(id, name, build, ways = [DIGITS]) {
	const cell = document.getElementById(id);
	if (!cell) return;
	const text = 'Run it here', wait = element('p', 'live-offer'), button = element('button', 'live-button', text), status = element('span');
	status.role = 'status';
	wait.append(button, status);
	cell.querySelector('figure > p').after(wait);
	cell.querySelector('.live').hidden = true;
	const press = async () => {
		button.disabled = true;
		status.textContent = 'loading …';
		const figure = new Figure(id, name), [way, ...others] = await ways;
		const broken = message => {
			figure.fail(`The network does not run here (${message}); the picture shows what it draws.`);
			figure.picture.after(wait);
			Object.assign(button, {textContent: 'Try again', disabled: false});
			status.textContent = '';
			if (others.length) { ways = others; press(); }
		};
		try {
			const model = await Model.load(way, share => { status.textContent = `loading, ${(100 * share).toFixed()} %`; }, broken);
			build(figure, model);
			wait.remove();
			figure.show();
			if (document.activeElement === document.body) figure.root.querySelector('button').focus({preventScroll: true});
		} catch (error) { broken(error.message); }
	};
	button.addEventListener('click', press);
	try {
		const [{files, runtime = []}] = await ways, {total} = await download(files.concat(runtime), 'HEAD');
		if (total && button.textContent === text) button.textContent += ` (loads ${(total / 1e6).toFixed(1)} MB)`;
	} catch {}  // it works without
}

// Rows of images, each {name(), heads(), image(frame, column)}; settings() -> the arguments of Model.run, for which it gives a function.
export function grid(figure, model, columns, label, rows, settings) {
	const frames = [], {size, channels, by} = model, left = rows[0].name ? 56 : 0, top = 18, side = w => (w - left) / columns;
	let finished = '';
	figure.canvas(label, (ctx, w, h, {ink}) => {
		const each = side(w), shown = frames.slice(0, film.at + 1);
		let y = 0;
		ctx.fillStyle = ink;
		for (const {name, heads, image} of rows) {
			ctx.textAlign = 'center';
			if (heads) y += top;
			heads?.().forEach((head, i) => ctx.fillText(head, left + (i + 0.5) * each, y - 6));
			ctx.textAlign = 'right';
			if (name) ctx.fillText(name(), left - 6, y + each / 2 + 4);
			for (let i = 0; i < columns; i++) {
				const newest = shown.map(frame => image(frame, i)).findLast(Boolean);
				if (newest) picture(ctx, [left + i * each + 1, y + 1, each - 2, each - 2], size, size, (data, at, j) => {
					for (let c = 0; c < 3; c++) data[at + c] = 127.5 * (newest[c % channels * size ** 2 + j] + 1);  // grey: one channel for all
				});
			}
			y += each;
		}
	}, w => side(w) * rows.length + top * rows.filter(({heads}) => heads).length);
	const film = figure.film('step', k => time(frames[k]), () => {
		const frame = frames[film.at];
		if (frame) figure.says(`step ${frame.step} ${finished && `of ${frames.length - 1}` || '…'}`, finished);
		figure.update();
	});
	const run = () => {
		const [images, how] = settings(), began = performance.now();
		frames.length = 0;
		finished = '';
		film.stop();
		if (!figure.visible) return model.stop();  // off the screen nothing computes
		model.run(images, how, frame => {
			frames[frame.step] = frame;
			film.reach(frames.length - 1);
			if (frame.t < 0 && !frame.missing) finished = `${images.length} images in ${((performance.now() - began) / 1000).toFixed(1)} s${by ? ` by ${by}` : ''}`;
			if (finished || !matchMedia('(prefers-reduced-motion: reduce)').matches) film.go(film.last); else figure.says(`step ${film.last} …`);
		});
	};
	figure.leave = () => finished || model.stop();
	figure.enter = () => finished || run();
	return run;
}

// A select with 'all' and the names; gives a function: the labels of ten images
export function ask(figure, title, names, run) {
	const which = figure.select(title, ['all', ...names], 'all', run);
	return () => list(10, i => which.value === 'all' ? i : names.indexOf(which.value));
}

offer('live-digits', "Eight digits appear, with the network's estimate at every step", (figure, model) => {
	const run = grid(figure, model, 8, "Above x_t, below the network's estimate of x_0, for eight starts",
		[{name: () => 'xₜ', image: ({x}, i) => x[i]}, {name: () => 'x̂₀', image: ({x0}, i) => x0[i]}],
		() => [list(8, i => ({seed: 100 * seed.value + i})), {steps: count.value, sampler: sampler.value, eta: eta(), clip: clip.checked}]);
	const sampler = figure.select('sampler', Object.keys(SAMPLERS), 'ddim', run), count = figure.steps(20, run, 200), eta = figure.eta(sampler, run);
	const seed = figure.slider('seed', {min: 1, max: 99, value: 1}, run), clip = figure.check('clip x̂₀', true, run);
});

offer('live-guidance', 'Digits by label under guidance', (figure, model) => {
	let seed = 2;
	const {names} = model, image = k => ({x}, i) => x[10 * k + i];
	const run = grid(figure, model, 10, 'Three rows of ten digits: without the label, with it, and with guidance', [
		{name: () => 'no label', image: image(0), heads: () => labels().map(label => names[label])},
		{name: () => 'w = 1', image: image(1)},
		{name: () => `w = ${weight.value}`, image: image(2)},
	], () => [[() => ({}), label => ({label}), label => ({label, weight: weight.value})].flatMap(how => labels().map((label, i, [first]) =>
		({seed: 100 * seed + (label === first && i), ...how(label)}))), {steps: count.value, sampler: 'ddim', interval: [to.value - 1, from.value]}]);
	const labels = ask(figure, 'label', names, run);
	const weight = figure.slider('weight w', {max: 8, step: 0.5, value: 3}, run), count = figure.steps(10, run, 200);
	const [from, to] = figure.interval(run);
	figure.button('New noise', () => { seed++; run(); });
});
