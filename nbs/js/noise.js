// Chapter 00: the portrait under noise.
import {SCHEDULES, alphaBars, list, randomizer} from './diffusion.js';
import {axes, element, picture, start} from './figure.js';

const NAMES = Object.keys(SCHEDULES), T = 1000, STEPS = list(T + 1, t => t);
const TABLES = Object.fromEntries(NAMES.map(name => [name, [1, ...alphaBars(SCHEDULES[name]())]]));

start('live-noise', 'A portrait under noise, and the share of the signal', figure => {
	let seed = 1, clean, eps, side;
	const photo = new Image(), draw = () => { eps = randomizer(seed).normals(3 * side * side); figure.update(); };
	photo.onload = () => {
		side = photo.naturalWidth;
		const ctx = Object.assign(element('canvas'), {width: side, height: side}).getContext('2d');
		ctx.drawImage(photo, 0, 0);
		clean = ctx.getImageData(0, 0, side, side).data;
		draw();
	};
	photo.onerror = () => figure.fail('The portrait could not be loaded; the picture shows one setting.');
	photo.src = new URL('../images/portrait.png', import.meta.url);

	const level = () => TABLES[schedule.value][film.at];
	const portrait = figure.canvas('The portrait', (ctx, w, h) => {
		if (!clean) return;
		const signal = Math.sqrt(level()) / 127.5, noise = Math.sqrt(1 - level());
		picture(ctx, [0, 0, w, h], side, side, (data, at, i) => {
			for (let c = 0; c < 3; c++) data[at + c] = 127.5 * (1 + signal * (clean[at + c] - 127.5) + noise * eps[3 * i + c]);
		});
		portrait.ariaLabel = `The portrait after ${film.at} of ${T} ${schedule.value} steps`;
	}, w => w, 'live-square');
	const curves = figure.canvas('Alpha-bar of the three schedules against the step', (ctx, w, h, colours) => {
		const a = level(), colour = colours.c[NAMES.indexOf(schedule.value)];
		const plot = axes(ctx, [42, 20, w - 62, h - 60], colours, {x: [0, T], y: [0, 1.02], xticks: [0, 250, 500, 750, 1000], yticks: [0, 0.5, 1],
			xlabel: 'step t', title: 'ᾱₜ, the share of the signal'});
		for (const name of NAMES) if (name !== schedule.value) plot.curve(STEPS, TABLES[name], colours.faint);
		plot.curve([film.at, film.at], [0, a], colour, 1, [3, 3]);
		plot.curve(STEPS, TABLES[schedule.value], colour, 2.2);
		ctx.fillStyle = colour;
		ctx.beginPath();
		ctx.arc(plot.X(film.at), plot.Y(a), 5, 0, 7);
		ctx.fill();
		const round = value => value < Infinity ? Number(value.toPrecision(3)) : '∞';
		figure.says(`t = ${film.at}`, `ᾱₜ = ${round(a)}`, `SNR = ${round(a / (1 - a))}`);
	}, w => Math.min(w * 0.75, 260));
	const film = figure.film('step t');
	film.reach(T);
	const schedule = figure.select('schedule', NAMES, 'linear');
	figure.button('New noise', () => { seed++; draw(); });
	film.go(250);
	curves.addEventListener('click', ({offsetX}) => {
		film.stop();
		film.go((offsetX - 42) / (curves.clientWidth - 62) * T);
	});
});
