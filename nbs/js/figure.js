// What live figures share: a place in the page, controls, canvases that follow size, theme and screen.
import {list} from './diffusion.js';

export const time = frame => frame && frame.t >= 0 ? `t = ${frame.t + 1}` : 'x₀';  // where a run is

const STEPS = [1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100, 200, 500, 1000];

export function element(tag, className = '', text = '') {
	return Object.assign(document.createElement(tag), {className, textContent: text});
}

export class Figure {
	// Takes the place of the picture in the cell with this id, which a page without JavaScript keeps
	constructor(id, name) {
		this.cell = document.getElementById(id);
		this.picture = this.cell.querySelector('figure > p:not(.live-note)');
		this.root = element('div', 'live-figure');
		this.root.role = 'group';
		this.root.ariaLabel = name;
		[this.stage, this.line, this.controls] = ['stage', 'says', 'controls'].map(part => this.root.appendChild(element('div', `live-${part}`)));
		Object.assign(this, {canvases: [], visible: false, waiting: []});
		this.enter = this.leave = () => {};  // when it comes onto the screen, and goes
	}

	show() {
		this.cell.querySelector('.live').hidden = this.picture.hidden = true;
		this.cell.querySelector('.live-note')?.remove();
		this.picture.before(this.root);
		new IntersectionObserver(entries => {
			this.visible = entries.at(-1).isIntersecting;  // the newest
			if (!this.visible) return this.leave();
			this.enter();
			this.waiting.splice(0).forEach(go => go());
			if (this.stale) this.update();
		}).observe(this.root);
		new ResizeObserver(this.update).observe(this.stage);
		new MutationObserver(this.update).observe(document.documentElement, {attributeFilter: ['class']});
	}

	// A sentence in the figure's place, and the picture that was there before
	fail(sentence) {
		this.root.remove();
		this.picture.hidden = false;
		const note = this.cell.querySelector('.live-note') || element('p', 'live-note');
		note.role = 'status';
		note.textContent = sentence;
		this.picture.before(note);
	}

	// draw(ctx, width, height, colours) in CSS pixels, at most once a frame and only on the screen
	canvas(label, draw, height = width => width, kind = '') {
		const canvas = this.stage.appendChild(element('canvas', kind));
		canvas.role = 'img';
		canvas.ariaLabel = label;
		this.canvases.push({canvas, draw, height});
		return canvas;
	}

	update = () => {
		this.stale = true;
		if (this.visible && !this.frame) this.frame = requestAnimationFrame(() => this.paint());
	};

	paint() {
		this.frame = 0;
		if (!this.visible || !this.root.isConnected) return;
		this.stale = false;
		const style = getComputedStyle(this.root), colour = name => style.getPropertyValue(`--live-${name}`).trim();
		const colours = {ink: colour('ink'), faint: colour('faint'), c: list(6, colour)}, ratio = Math.min(3, devicePixelRatio || 1);
		for (const {canvas, draw, height} of this.canvases) {
			const w = canvas.clientWidth, h = Math.round(height(w)), ctx = canvas.getContext('2d');
			Object.assign(canvas, {width: Math.round(w * ratio), height: Math.round(h * ratio)});  // clears it
			canvas.style.height = `${h}px`;
			ctx.scale(ratio, ratio);
			ctx.font = '11px "DejaVu Sans", Verdana, sans-serif';
			draw(ctx, w, h, colours);
		}
	}

	says(...parts) { this.line.textContent = parts.map(part => part.replaceAll(' ', '\xa0')).join('   '); }  // lines break between them

	// Long work: a generator that runs a few milliseconds a frame, waits off the screen, and ends when another starts
	async work(generator) {
		this.job = generator;
		while (this.job === generator) {
			const start = performance.now();
			while (this.visible && performance.now() - start < 8) if (generator.next().done) return;
			await new Promise(go => this.visible ? requestAnimationFrame(go) : this.waiting.push(go));
		}
	}

	// Controls are native inputs; each has a `value` and calls `change` when the reader moves it
	field(label, kind = '') {
		const field = this.controls.appendChild(element('label', `live-control ${kind}`));
		field.append(label);
		return field;
	}

	slider(label, {values, min = 0, max = values ? values.length - 1 : 1, step = 1, value, show = String}, change = this.update) {
		const field = this.field(label), input = field.appendChild(element('input')), shown = field.appendChild(element('span'));
		Object.assign(input, {type: 'range', min, max, step});
		const control = {
			field, input,
			read() {
				this.value = values ? values[input.value] : Number(input.value);
				input.ariaValueText = shown.textContent = show(this.value);
			},
			set(wanted) { input.value = values ? values.indexOf(wanted) : wanted; this.read(); },
			enable(on) { input.disabled = !on; field.classList.toggle('live-off', !on); },
		};
		control.set(value);
		input.addEventListener('input', () => { control.read(); change(control.value); });
		return control;
	}

	select(label, options, value, change = this.update) {  // options: names, or {value: text}
		const input = this.field(label).appendChild(element('select'));
		const entries = Array.isArray(options) ? options.map(name => [name, name]) : Object.entries(options);
		for (const [key, text] of entries) input.add(new Option(text, key, false, key === value));
		input.addEventListener('input', () => change(input.value));
		return input;
	}

	check(label, checked, change = this.update) {
		const field = this.field(label, 'live-check'), input = Object.assign(element('input'), {type: 'checkbox', checked});
		field.prepend(input);
		input.addEventListener('input', change);
		return input;
	}

	button(label, press) {
		const button = this.controls.appendChild(element('button', 'live-button', label));
		button.addEventListener('click', press);
		return button;
	}

	steps(value, run, most = 100) {
		return this.slider('steps', {values: STEPS.filter(steps => steps <= most), value}, run);
	}

	eta(select, run) {  // of DDIM only
		const fits = () => slider.enable(select.value === 'ddim');
		const slider = this.slider('η', {max: 1, step: 0.05, value: 0, show: v => v.toFixed(2)}, run);
		select.addEventListener('input', fits);
		fits();
		return () => select.value === 'ddim' ? slider.value : 0;
	}

	interval(run) {  // the timesteps that are guided; one slider pushes the other
		const push = value => { if (to.value > from.value) from.set(value), to.set(value); run(); };
		const [from, to] = [['from t', 1000], ['down to t', 1]].map(([label, value]) => this.slider(label, {min: 1, max: 1000, value}, push));
		return [from, to];
	}

	// A play button and a scrubber over the frames 0…last; see() shows frame `at`
	film(label, show, see = this.update) {
		const row = this.controls.appendChild(element('div', 'live-film'));
		const play = this.button('Play', () => film.playing ? film.stop() : film.play());
		const slider = this.slider(label, {max: 0, value: 0, show}, frame => { film.stop(); film.go(frame); });
		row.append(play, slider.field);
		const film = {
			at: 0, last: 0, playing: false,
			reach(last) { this.last = slider.input.max = last; },
			go(frame) { slider.set(frame); this.at = slider.value; see(); },
			stop() { this.playing = false; play.textContent = 'Play'; },
			play: () => {
				film.playing = true;
				play.textContent = 'Pause';
				const start = performance.now() - (film.at < film.last ? 3000 * film.at / film.last : 0);
				const tick = now => {
					if (!film.playing) return;
					if (this.visible) film.go((now - start) / 3000 * film.last);
					if (now - start >= 3000) film.stop(); else requestAnimationFrame(tick);
				};
				requestAnimationFrame(tick);
			},
		};
		return film;
	}
}

// Axes as in the book's other figures
export function axes(ctx, [left, top, width, height], {ink}, {x, y, xticks = [], yticks = [], xlabel = '', title = ''}) {
	const X = value => left + (value - x[0]) / (x[1] - x[0]) * width, Y = value => top + height - (value - y[0]) / (y[1] - y[0]) * height;
	ctx.strokeStyle = ctx.fillStyle = ink;
	ctx.lineWidth = 0.8;
	ctx.strokeRect(left, top, width, height);
	ctx.textAlign = 'center';
	ctx.fillText(xlabel, left + width / 2, top + height + 32);
	ctx.fillText(title, left + width / 2, top - 6);
	for (const tick of xticks) {
		ctx.fillRect(X(tick) - 0.4, top + height, 0.8, 4);
		ctx.fillText(tick, X(tick), top + height + 16);
	}
	ctx.textAlign = 'right';
	for (const tick of yticks) {
		ctx.fillRect(left - 4, Y(tick) - 0.4, 4, 0.8);
		ctx.fillText(tick, left - 6, Y(tick) + 4);
	}
	const inside = draw => {
		ctx.save();
		ctx.beginPath();
		ctx.rect(left, top, width, height);
		ctx.clip();
		draw();
		ctx.restore();
	};
	const curve = (xs, ys, colour, line = 1.5, dash = []) => inside(() => {
		ctx.strokeStyle = colour;
		ctx.lineWidth = line;
		ctx.setLineDash(dash);
		ctx.beginPath();
		for (let i = 0; i < xs.length; i++) ctx.lineTo(X(xs[i]), Y(ys[i]));
		ctx.stroke();
	});
	return {X, Y, inside, curve};
}

// A small image drawn into a box; paint(data, at, i) writes red, green, blue and perhaps alpha of pixel i
const small = element('canvas');
export function picture(ctx, box, columns, rows, paint, smooth = false) {
	const pixels = new ImageData(columns, rows);
	pixels.data.fill(255);
	for (let i = 0; i < columns * rows; i++) paint(pixels.data, 4 * i, i);
	Object.assign(small, {width: columns, height: rows});
	small.getContext('2d').putImageData(pixels, 0, 0);
	ctx.imageSmoothingEnabled = smooth;
	ctx.drawImage(small, ...box);
}

export const rgb = colour => [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));  // of #rrggbb

// Starts a figure; whatever goes wrong, the page keeps its picture
export function start(id, name, build) {
	if (!document.getElementById(id)) return;
	const figure = new Figure(id, name);
	try {
		build(figure);
		figure.show();
	} catch (error) {
		figure.fail(`This figure does not run here (${error.message}); the picture shows one setting.`);
	}
}
