// The CIFAR-10 network, live: the front page.
import {list} from './diffusion.js';
import {asked, grid, offer, steps} from './digits.js';
import {CIFAR10} from './model.js';

offer('live-index', 'Ten images, as asked', (figure, model) => {
	let seed = 1;
	const {names} = model;
	const run = grid(figure, model, {
		columns: 5, height: 2, label: `Ten images on their way from noise: one of each class (${names.join(', ')})`,
		heads: () => asked(names, which).map(label => names[label]), rows: [{values: ({x, x0}) => estimate.checked ? x0 : x}],
	}, () => ({seeds: list(10, i => 100 * seed + i), labels: asked(names, which), weights: list(10, () => weight.value),
		steps: count.value, sampler: 'dpmpp_2m', spacing: 'log_snr'}));
	const which = figure.select('class', ['all', ...names], 'all', run), weight = figure.slider('guidance', {max: 5, step: 0.25, value: 2}, run);
	const count = steps(figure, 15, run), estimate = figure.check("the network's estimate x̂₀", false, () => figure.update());
	figure.button('Draw again', () => { seed++; run(); });
}, CIFAR10);
