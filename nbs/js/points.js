// The plane of chapters 06 and 07: a density, paths, points, and a brush.
import {list} from './diffusion.js';
import {axes, picture, rgb} from './figure.js';

const GRID = 120;

export class Plane {
	constructor(figure, label, reach, draw) {
		const ticks = [-2, -1, 0, 1, 2].filter(tick => Math.abs(tick) <= reach), range = [-reach, reach];
		this.place = value => Math.min(reach, Math.max(-reach, value));
		this.canvas = figure.canvas(label, (ctx, w, h, colours) => {
			const box = this.box = [24, 8, w - 36, h - 32];
			Object.assign(this, {ctx, colours, reach}, this.plot = axes(ctx, box, colours, {x: range, y: range, xticks: ticks, yticks: ticks}));
			draw(this);
		}, w => w - 4, 'live-plane');
	}

	// Density of a Mixture at a level: each Gaussian is a product of a row and a column
	density({n, centres, width, weights}, a, colour = this.colours.ink, strength = 170) {
		const values = new Float64Array(GRID * GRID), signal = Math.sqrt(a), variance = a * width ** 2 + 1 - a, ink = rgb(colour);
		const bells = (k, d) => list(GRID, i => Math.exp(-((((i + 0.5) / GRID * 2 - 1) * this.reach - signal * centres[2 * k + d]) ** 2) / 2 / variance));
		for (let k = 0; k < n; k++) {
			const row = bells(k, 0), column = bells(k, 1).reverse();
			for (let j = 0; j < GRID; j++) {
				const height = weights[k] * column[j];
				if (height > 1e-6) for (let i = 0; i < GRID; i++) values[j * GRID + i] += height * row[i];
			}
		}
		const top = values.reduce((a, b) => Math.max(a, b));
		picture(this.ctx, this.box, GRID, GRID, (data, at, i) => {
			data.set(ink, at);
			data[at + 3] = strength * (values[i] / top) ** 0.7;
		}, true);
	}

	points(x, colour, size) {
		this.inside(() => {
			this.ctx.fillStyle = colour;
			for (let i = 0; i < x.length; i += 2) {
				this.ctx.beginPath();
				this.ctx.arc(this.X(x[i]), this.Y(x[i + 1]), size, 0, 7);
				this.ctx.fill();
			}
		});
	}

	// Painting by mouse, finger, or arrow keys and space: calls paint(x, y)
	brush(paint) {
		const {canvas} = this, cursor = [0, 0];
		let last = 0;
		const stroke = event => {
			if (!this.painting || !event.buttons || event.timeStamp - last < 40) return;
			const [left, top, width, height] = this.box;
			last = event.timeStamp;
			paint(this.place(((event.offsetX - left) / width * 2 - 1) * this.reach), this.place((1 - (event.offsetY - top) / height * 2) * this.reach));
		};
		canvas.addEventListener('pointerdown', stroke);
		canvas.addEventListener('pointermove', stroke);
		canvas.addEventListener('keydown', event => {
			const move = {ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1], ' ': [0, 0]}[event.key];
			if (!this.painting || !move) return;
			event.preventDefault();
			move.forEach((by, d) => { cursor[d] = this.place(cursor[d] + by); });
			if (event.key === ' ') paint(...cursor); else this.moved(cursor);
		});
	}

	allow(on) {
		this.painting = on;
		this.canvas.style.touchAction = on ? 'none' : '';
		this.canvas.classList.toggle('live-brush', on);
		this.canvas.role = on ? 'application' : 'img';
		this.canvas.tabIndex = on ? 0 : -1;
	}
}
