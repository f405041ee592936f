// The CIFAR-10 network, live: the front page.
import {ask, grid, offer} from './digits.js';
import {WASM, WEBGPU} from './model.js';

const ways = async () => await navigator.gpu?.requestAdapter() ? [WEBGPU, WASM] : [WASM];
offer('live-index', 'Ten images, as asked', (figure, model) => {
	let seed = 1;
	const {names} = model;
	const run = grid(figure, model, 5, 'Ten images on their way from noise', [0, 5].map(first => ({
		heads: () => labels().slice(first, first + 5).map(label => names[label]),
		image: ({x, x0}, i) => (estimate.checked ? x0 : x)[first + i],
	})), () => [labels().map((label, i) => ({seed: 100 * seed + i, label, weight: weight.value})), {steps: count.value, sampler: 'dpmpp_2m', spacing: 'log_snr'}]);
	const labels = ask(figure, 'class', names, run), weight = figure.slider('guidance', {max: 5, step: 0.25, value: 2}, run);
	const count = figure.steps(15, run, 200), estimate = figure.check("the network's estimate x̂₀", false);
	figure.button('Draw again', () => { seed++; run(); });
}, ways().catch(() => [WASM]));
