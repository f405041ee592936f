// Chapter 00: the portrait under noise.
import {SCHEDULES, alphaBars, randomizer} from './diffusion.js';
import {axes, element, moves, start} from './figure.js';

const NAMES = Object.keys(SCHEDULES);
const TABLES = Object.fromEntries(NAMES.map(name => [name, [1, ...alphaBars(SCHEDULES[name]())]]));
const T = 1000, STEPS = Array.from({length: T + 1}, (_, t) => t);

start('live-noise', 'A portrait under noise, and the share of the signal', figure => {
  let seed = 1, clean, eps, side;
  const photo = new Image();
  photo.onload = () => {
    side = photo.naturalWidth;
    const canvas = Object.assign(element('canvas'), {width: side, height: side}), ctx = canvas.getContext('2d');
    ctx.drawImage(photo, 0, 0);
    clean = ctx.getImageData(0, 0, side, side);
    draw();
  };
  photo.onerror = () => figure.fail('The portrait could not be loaded, so this figure shows one setting.');
  photo.src = new URL('../images/portrait.png', import.meta.url);

  const draw = () => { eps = randomizer(seed).normals(3 * side * side); figure.update(); };
  const portrait = figure.canvas('The portrait after t steps', (ctx, w, h) => {
    if (!clean) return;
    const a = TABLES[schedule.value][t.value], signal = Math.sqrt(a), noise = Math.sqrt(1 - a);
    const noisy = new ImageData(side, side), small = Object.assign(element('canvas'), {width: side, height: side});
    for (let i = 0, e = 0; i < clean.data.length; i++) {
      noisy.data[i] = i % 4 === 3 ? 255 : 127.5 * (1 + signal * (clean.data[i] / 127.5 - 1) + noise * eps[e++]);
    }
    small.getContext('2d').putImageData(noisy, 0, 0);
    ctx.imageSmoothingEnabled = false;
    ctx.drawImage(small, 0, 0, w, h);
  });
  const curves = figure.canvas('alpha-bar against the step t', (ctx, w, h, colours) => {
    const box = [42, 20, w - 50, h - 60];
    const plot = axes(ctx, box, colours, {x: [0, T], y: [0, 1.02], xticks: [0, 250, 500, 750, 1000], yticks: [0, 0.5, 1],
      xlabel: 'step t', title: 'ᾱₜ, the share of the signal'});
    for (const name of NAMES) if (name !== schedule.value) plot.curve(STEPS, TABLES[name], colours.faint);
    const a = TABLES[schedule.value][t.value], colour = colours.c[NAMES.indexOf(schedule.value)];
    plot.curve([t.value, t.value], [0, a], colours.faint, {width: 1, dash: [3, 3]});
    plot.curve(STEPS, TABLES[schedule.value], colour, {width: 2.2});
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.arc(plot.X(t.value), plot.Y(a), 5, 0, 7);
    ctx.fill();
    const snr = a === 1 ? '∞' : (a / (1 - a)).toPrecision(2).replace(/e(.\d+)/, ' · 10^$1');
    figure.says(`t = ${t.value}   ᾱₜ = ${a.toPrecision(3)}   SNR = ${snr}`);
    portrait.setAttribute('aria-label', `The portrait after ${t.value} of ${T} steps of the ${schedule.value} schedule`);
  }, w => Math.min(w * 0.75, 260));
  portrait.classList.add('live-square');
  const film = figure.film('step t', () => figure.update(), String), t = film.slider;
  film.reach(T);
  film.go(250);
  const schedule = figure.select('schedule', Object.fromEntries(NAMES.map(name => [name, name])), 'linear', () => figure.update());
  figure.button('New noise', () => { seed++; draw(); });
  curves.addEventListener('pointerdown', event => {
    const {left, width} = curves.getBoundingClientRect();
    film.stop();
    film.go(Math.round(Math.max(0, Math.min(T, (event.clientX - left - 42) / (width - 50) * T))));
  });
  if (!moves()) film.stop();
});
