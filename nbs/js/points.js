// The plane of chapters 06 and 07: a density in grey, paths, points, and a brush.
import {axes, picture, rgb} from './figure.js';

const GRID = 120;

export class Plane {
  constructor(figure, label, reach, centre = [0, 0]) {
    const ticks = [-2, -1, 0, 1, 2].filter(tick => Math.abs(tick) <= reach);
    Object.assign(this, {reach, centre, cursor: [0, 0]});
    this.canvas = figure.canvas(label, (ctx, w, h, colours) => {
      const box = this.box = [30, 8, w - 38, h - 32];
      Object.assign(this, {ctx, colours});
      ctx.save();
      this.draw();
      ctx.restore();
      axes(ctx, box, colours, {x: [-reach, reach], y: [-reach, reach], xticks: ticks, yticks: ticks});
    }, w => w - 6);
    this.canvas.classList.add('live-plane');
    this.listen(figure);
  }

  at(x, y) {
    const [left, top, width, height] = this.box;
    return [left + (x / this.reach + 1) / 2 * width, top + (1 - y / this.reach) / 2 * height];
  }

  // Density of a Mixture at a level: each Gaussian is a product of a row and a column
  grid(data, a) {
    const values = new Float64Array(GRID * GRID), signal = Math.sqrt(a), variance = a * data.width ** 2 + 1 - a;
    const place = i => ((i + 0.5) / GRID * 2 - 1) * this.reach, line = new Float64Array(GRID);
    for (let k = 0; k < data.n; k++) {
      const bell = (i, d) => Math.exp(-((place(i) - signal * data.centres[2 * k + d]) ** 2) / 2 / variance);
      for (let i = 0; i < GRID; i++) line[i] = data.weights[k] * bell(i, 0);
      for (let j = 0; j < GRID; j++) {
        const height = bell(GRID - 1 - j, 1);
        if (height > 1e-6) for (let i = 0; i < GRID; i++) values[j * GRID + i] += height * line[i];
      }
    }
    return values;
  }

  density(data, a, colour = this.colours.ink, strength = 150) {
    const values = this.grid(data, a), ink = rgb(colour);
    let top = 0;
    for (const value of values) if (value > top) top = value;
    picture(this.ctx, this.box, values, GRID, GRID, (_, i) => [...ink, strength * Math.sqrt(values[i] / top)], true);
  }

  clip() {
    this.ctx.beginPath();
    this.ctx.rect(...this.box);
    this.ctx.clip();
  }

  points(x, colour = this.colours.c[0], size = 1.7) {
    this.clip();
    this.ctx.fillStyle = colour;
    for (let i = 0; i < x.length; i += 2) {
      const [left, top] = this.at(x[i], x[i + 1]);
      this.ctx.beginPath();
      this.ctx.arc(left, top, size, 0, 7);
      this.ctx.fill();
    }
  }

  lines(clouds, n, colour = this.colours.c[1]) {
    this.clip();
    this.ctx.strokeStyle = colour;
    this.ctx.lineWidth = 0.8;
    for (let i = 0; i < n; i++) {
      this.ctx.beginPath();
      for (const x of clouds) this.ctx.lineTo(...this.at(x[2 * i], x[2 * i + 1]));
      this.ctx.stroke();
    }
  }

  // Painting by mouse, finger, or arrow keys and space
  paint(on) {
    this.painting = on;
    this.canvas.style.touchAction = on ? 'none' : '';
    this.canvas.classList.toggle('live-brush', on);
    this.canvas.setAttribute('role', on ? 'application' : 'img');
    if (on) this.canvas.tabIndex = 0; else this.canvas.removeAttribute('tabindex');
  }

  listen(figure) {
    let last = 0;
    const brush = event => {
      if (!this.painting || !event.buttons || event.timeStamp - last < 40) return;
      const {left, top} = this.canvas.getBoundingClientRect(), [x, y, width, height] = this.box;
      last = event.timeStamp;
      this.painted(((event.clientX - left - x) / width * 2 - 1) * this.reach, (1 - (event.clientY - top - y) / height * 2) * this.reach);
    };
    this.canvas.addEventListener('pointerdown', brush);
    this.canvas.addEventListener('pointermove', brush);
    this.canvas.addEventListener('keydown', event => {
      const move = {ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1], ' ': [0, 0]}[event.key];
      if (!this.painting || !move) return;
      event.preventDefault();
      this.cursor = this.cursor.map((value, d) => Math.max(-this.reach, Math.min(this.reach, value + move[d])));
      if (event.key === ' ') this.painted(...this.cursor);
      figure.update();
    });
  }
}
