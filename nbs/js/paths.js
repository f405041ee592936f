// Chapter 05: paths in one dimension over the density of x_t, and where 2000 of them end.
import {Mixture, SCHEDULES, alphaBars, denoise, randomizer, timeSteps} from './diffusion.js';
import {axes, picture, rgb, start} from './figure.js';

const DATA = new Mixture([-0.6, 0.6], 0.1, [0.3, 0.7], 1), ALPHA_BAR = alphaBars(SCHEDULES.linear());
const SHOWN = 9, N = 2000, Y = [-2.6, 2.6], BINS = 104, STEPS = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 100, 200, 500, 1000];
const ROWS = 130, LEVELS = Array.from({length: 100}, (_, i) => ALPHA_BAR[10 * i + 9]);
const AXIS = Float64Array.from({length: ROWS}, (_, i) => Y[1] - (i + 0.5) / ROWS * (Y[1] - Y[0]));

start('live-paths', 'Paths from noise to data in one dimension', figure => {
  let seed = 1, paths = [], ends, density;
  const run = () => figure.work(function* () {
    const times = timeSteps(ALPHA_BAR, steps.value), random = randomizer(seed), x_T = random.normals(N), seen = [];
    for (const {t, x} of denoise(ALPHA_BAR, (x, t) => DATA.eps(x, ALPHA_BAR[t]), x_T, times, sampler.value,
      {eta: sampler.value === 'ddim' ? eta.value : 0, noise: () => random.normals(N)})) {
      seen.push([t + 1, x.slice(0, SHOWN)]);
      ends = x;
      yield;
    }
    paths = seen;
    const low = ends.filter(x => x < 0), part = side => {
      const mean = side.reduce((a, b) => a + b, 0) / side.length;
      return Math.sqrt(side.reduce((sum, x) => sum + (x - mean) ** 2, 0) / side.length);
    };
    figure.says(`${times.length} calls   below 0: ${(100 * low.length / N).toFixed(0)} % (exact: 30 %)   ` +
      `width of the upper part: ${part(ends.filter(x => x >= 0)).toFixed(2)} (exact: 0.10)`);
    figure.update();
  }());
  figure.canvas('Nine paths from noise at the left to data at the right, over the density of x_t', (ctx, w, h, colours) => {
    const box = [42, 20, w - 50, h - 60], ink = rgb(colours.ink);
    density = density || LEVELS.map(a => {
      const column = DATA.logDensity(AXIS, a), top = Math.max(...column);
      return column.map(log => Math.exp(log - top));
    });
    picture(ctx, box, density, 100, ROWS, (_, i) => [...ink, 110 * density[99 - i % 100][Math.floor(i / 100)]], true);
    const plot = axes(ctx, box, colours, {x: [1000, 0], y: Y, xticks: [1000, 500, 0], yticks: [-2, -1, 0, 1, 2], xlabel: 'timestep t', title: 'paths of xₜ'});
    for (let i = 0; i < SHOWN; i++) plot.curve(paths.map(([t]) => t), paths.map(([, x]) => x[i]), colours.c[i % 6]);
  }, () => 270).classList.add('live-main');
  figure.canvas('Histogram of the ends of 2000 paths, and the density of the data', (ctx, w, h, colours) => {
    const plot = axes(ctx, [8, 20, w - 16, h - 60], colours, {x: [0, 3.6], y: Y, xlabel: 'density', title: '2000 ends'});
    const bin = (Y[1] - Y[0]) / BINS, counts = new Array(BINS).fill(0);
    for (const x of ends || []) counts[Math.floor((x - Y[0]) / bin)]++;
    ctx.fillStyle = colours.c[0];
    plot.inside(() => counts.forEach((count, i) => {
      ctx.fillRect(plot.X(0), plot.Y(Y[0] + (i + 1) * bin), plot.X(count / N / bin) - plot.X(0), plot.Y(0) - plot.Y(bin) - 0.3);
    }));
    plot.curve(Array.from(DATA.logDensity(AXIS, 1), Math.exp), AXIS, colours.ink, {width: 1.2});
  }, () => 270).classList.add('live-side');
  const sampler = figure.select('sampler', {ddpm: 'DDPM, variance β', ddpm_small: 'DDPM, variance β̃', ddim: 'DDIM'}, 'ddim', name => {
    eta.enable(name === 'ddim');
    run();
  });
  const steps = figure.slider('steps', {values: STEPS, value: 100}, run);
  const eta = figure.slider('η', {max: 1, step: 0.05, value: 0, show: v => v.toFixed(2)}, run);
  figure.button('Draw again', () => { seed++; run(); });
  run();
});
