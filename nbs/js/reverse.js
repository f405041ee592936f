// Chapter 00: why a small step can be reversed, with a slider for beta.
import {list} from './diffusion.js';
import {axes, start} from './figure.js';

const N = 3001, STEP = 6 / (N - 1), GRID = list(N, i => i * STEP - 3), LEVEL = 0.8;  // alpha_bar of t - 1
const BETAS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.035, 0.05, 0.07, 0.1, 0.14, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const integral = values => STEP * values.reduce((a, b) => a + b);

function density(logs) {
	const top = Math.max(...logs), raw = logs.map(log => Math.exp(log - top)), area = integral(raw);
	return raw.map(value => value / area);
}

export function reverseStep(beta, x) {
	const bell = (y, centre, variance) => -((y - centre) ** 2) / 2 / variance;
	const parabola = GRID.map(y => bell(x, Math.sqrt(1 - beta) * y, beta));
	const prior = GRID.map(y => Math.log([-1, 1].reduce((sum, c) => sum + Math.exp(bell(y, c * Math.sqrt(LEVEL), 1 - LEVEL)), 0)));
	const exact = density(parabola.map((p, i) => p + prior[i])), mean = integral(exact.map((q, i) => q * GRID[i]));
	const variance = integral(exact.map((q, i) => q * (GRID[i] - mean) ** 2));
	const gaussian = density(GRID.map(y => bell(y, mean, variance)));
	return {parabola, prior, exact, gaussian, apart: integral(exact.map((q, i) => Math.abs(q - gaussian[i]))) / 2};
}

start('live-reverse', 'The exact reverse step and a Gaussian, for any beta', figure => {
	const panel = (label, title, y, curves, place) => figure.canvas(label, (ctx, w, h, colours) => {
		const found = reverseStep(beta.value, x.value);
		const near = array => array.filter((_, i) => found.parabola[i] > -8);
		const xs = near(GRID), size = [0.02, 0.05, 0.1, 0.25, 0.5, 1].find(size => (xs.at(-1) - xs[0]) / size < 6) || 1;
		const xticks = list(301, i => +((i - 150) * size).toFixed(2)).filter(tick => tick >= xs[0] && tick <= xs.at(-1));
		const shown = curves.map(([name]) => near(found[name])), at = y(shown[0]);
		const plot = axes(ctx, [42, 20, w - 52, h - 60], colours, {x: [xs[0], xs.at(-1)], y: at, xticks, yticks: at[0] ? [-6, -4, -2, 0] : [], xlabel: 'xₜ₋₁', title});
		curves.forEach(([name, text, paint, line, dash], i) => {
			const top = at[0] ? Math.max(...shown[i]) : 0, below = place(h) + 16 * i;
			plot.curve(xs, shown[i].map(value => value - top), paint(colours), line, dash);
			ctx.fillStyle = paint(colours);
			ctx.fillRect(w / 2 - 42, below - 4, 18, 2);
			if (dash) ctx.clearRect(w / 2 - 35, below - 4, 4, 2);
			ctx.fillStyle = colours.ink;
			ctx.textAlign = 'left';
			ctx.fillText(text, w / 2 - 18, below);
		});
		const peaks = near(found.exact).filter((q, i, all) => q > all[i - 1] && q > all[i + 1] && q > 0.003 * Math.max(...all)).length;
		figure.says(`βₜ = ${beta.value}`, peaks === 1 ? 'one hump' : 'two humps', `share that differs: ${(100 * found.apart).toFixed(2)} %`);
	}, w => Math.min(w * 0.72, 250));
	panel('The parabola and the log prior, each with its largest value at 0', 'the two terms of (0.11)', () => [-6, 0.4],
		[['parabola', 'parabola', ({c}) => c[2], 2], ['prior', 'log prior', ({c}) => c[3], 2]], h => h - 68);
	panel('The exact reverse step and the Gaussian with its mean and variance', 'density of xₜ₋₁', exact => [0, 1.5 * Math.max(...exact)],
		[['exact', 'q(xₜ₋₁ | xₜ)', ({c}) => c[0], 2.2], ['gaussian', 'Gaussian', ({ink}) => ink, 1.4, [5, 4]]], () => 38);
	const beta = figure.slider('βₜ', {values: BETAS, value: 0.2});
	const x = figure.slider('xₜ', {min: -1.5, max: 1.5, step: 0.05, value: 0.1, show: v => v.toFixed(2)});
});
