// Chapter 00: why a small step can be reversed, with a slider for beta.
import {axes, start} from './figure.js';

const N = 3001, LEVEL = 0.8;                     // alpha_bar of t - 1, as in the notebook
const GRID = Array.from({length: N}, (_, i) => 6 * i / (N - 1) - 3);
const BETAS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.035, 0.05, 0.07, 0.1, 0.14, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

function normalized(logs) {                      // to a density on the grid
  const top = Math.max(...logs), raw = logs.map(log => Math.exp(log - top));
  const area = raw.reduce((a, b) => a + b) * (GRID[1] - GRID[0]);
  return raw.map(value => value / area);
}

export function reverseStep(beta, x) {
  const parabola = GRID.map(y => -((x - Math.sqrt(1 - beta) * y) ** 2) / 2 / beta);
  const prior = GRID.map(y => Math.log([-1, 1].reduce((sum, c) => sum + Math.exp(-((y - c * Math.sqrt(LEVEL)) ** 2) / 2 / (1 - LEVEL)), 0)));
  const exact = normalized(parabola.map((p, i) => p + prior[i])), step = GRID[1] - GRID[0];
  const mean = step * exact.reduce((sum, q, i) => sum + q * GRID[i], 0);
  const variance = step * exact.reduce((sum, q, i) => sum + q * (GRID[i] - mean) ** 2, 0);
  const bell = normalized(GRID.map(y => -((y - mean) ** 2) / 2 / variance));
  const apart = step / 2 * exact.reduce((sum, q, i) => sum + Math.abs(q - bell[i]), 0);
  return {parabola, prior, exact, bell, mean, apart};
}

start('live-reverse', 'The exact reverse step and a Gaussian, for any beta', figure => {
  const range = ({parabola}) => {                // where the parabola is above -8
    const near = GRID.filter((_, i) => parabola[i] > -8);
    return [Math.max(-2.5, near[0]), Math.min(2.5, near[near.length - 1])];
  };
  const ticks = ([low, high]) => {
    const step = [0.05, 0.1, 0.25, 0.5, 1].find(size => (high - low) / size < 6) || 1;
    return Array.from({length: 100}, (_, i) => Number(((i - 50) * step).toFixed(2))).filter(x => low <= x && x <= high);
  };
  const legend = (ctx, w, entries, colours) => entries.forEach(([text, colour, dash], i) => {
    const y = 32 + 16 * i;
    ctx.strokeStyle = colour;
    ctx.setLineDash(dash || []);
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.moveTo(54, y);
    ctx.lineTo(74, y);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.fillStyle = colours.ink;
    ctx.textAlign = 'left';
    ctx.fillText(text, 80, y + 4);
  });
  let found;
  const panel = (label, draw) => figure.canvas(label, (ctx, w, h, colours) => {
    found = reverseStep(beta.value, x.value);
    const at = range(found), first = GRID.findIndex(y => y >= at[0]), last = GRID.findIndex(y => y >= at[1]);
    const near = array => array.slice(first, last + 1);
    draw(ctx, w, [42, 20, w - 50, h - 60], colours, {x: at, xticks: ticks(at), xlabel: 'xₜ₋₁'}, near, near(GRID));
  }, w => Math.min(w * 0.72, 250));
  panel('The parabola and the log prior, each with its largest value at 0', (ctx, w, box, colours, x, near, xs) => {
    const plot = axes(ctx, box, colours, {...x, y: [-6, 0.4], yticks: [-6, -4, -2, 0], title: 'the two terms of (0.11)'});
    for (const [curve, colour] of [[near(found.parabola), 2], [near(found.prior), 3]]) {
      const top = Math.max(...curve);
      plot.curve(xs, curve.map(y => y - top), colours.c[colour], {width: 2});
    }
    legend(ctx, w, [['parabola', colours.c[2]], ['log prior', colours.c[3]]], colours);
  });
  panel('The exact reverse step and the Gaussian with its mean and variance', (ctx, w, box, colours, x, near, xs) => {
    const exact = near(found.exact), top = 1.45 * Math.max(...exact);
    const plot = axes(ctx, box, colours, {...x, y: [0, top], title: 'density of xₜ₋₁'});
    plot.curve(xs, exact, colours.c[0], {width: 2.2});
    plot.curve(xs, near(found.bell), colours.ink, {width: 1.4, dash: [5, 4]});
    legend(ctx, w, [['q(xₜ₋₁ | xₜ)', colours.c[0]], ['Gaussian', colours.ink, [5, 4]]], colours);
    const peaks = exact.filter((q, i) => q > exact[i - 1] && q > exact[i + 1] && q > top / 500).length;
    figure.says(`βₜ = ${beta.value}   ${peaks === 1 ? 'one hump' : 'two humps'}   area between the curves / 2 = ${found.apart.toFixed(found.apart < 0.01 ? 4 : 3)}`);
  });
  const beta = figure.slider('βₜ', {values: BETAS, value: 0.2}, () => figure.update());
  const x = figure.slider('xₜ', {min: -1.5, max: 1.5, step: 0.05, value: 0.1, show: v => v.toFixed(2)}, () => figure.update());
});
