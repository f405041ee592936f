// A thread of its own for the network: gets its files once, then runs samplers and posts every step.
import {alphaBars, denoise, randomizer, timeSteps} from './diffusion.js';
import {UNet, readSafetensors} from './networks.js';

let net, alphaBar, size, latest = 0;  // size: numbers of an image
const channel = new MessageChannel();
const breathe = () => new Promise(done => {  // lets messages in between two steps
	channel.port1.onmessage = done;
	channel.port2.postMessage(0);
});

// The network with labels and guidance bound, as `guided` of chapter 07 does it; each image has its own weight.
// The null label needs no guidance, and w = 1 and w = 0 need one estimate only.
function guided(labels, weights, [low, high]) {
	return async (x, t) => {
		const asked = [];
		labels.forEach((label, i) => {
			const w = label !== net.classes && low <= t && t < high ? weights[i] : 1;
			if (w !== 0) asked.push([i, label, w]);
			if (w !== 1) asked.push([i, net.classes, 1 - w]);
		});
		const input = new Float32Array(asked.length * size), out = new Float64Array(x.length);
		asked.forEach(([i], k) => input.set(x.subarray(i * size, (i + 1) * size), k * size));
		const eps = await net.predict(input, t, asked.map(([, label]) => label));
		asked.forEach(([i, , w], k) => {
			for (let j = 0; j < size; j++) out[i * size + j] += w * eps[k * size + j];
		});
		return out;
	};
}

async function run({id, seeds, steps, spacing, sampler, eta, clip, labels, weights, interval}) {
	const sources = seeds.map(randomizer);
	const noise = () => {
		const all = new Float64Array(seeds.length * size);
		sources.forEach(({normals}, i) => all.set(normals(size), i * size));
		return all;
	};
	const loop = denoise(alphaBar, guided(labels, weights, interval), noise(), timeSteps(alphaBar, steps, spacing), sampler, {clip, eta, noise});
	for (let step = 0, eps, frame; frame = loop.next(eps).value;) {
		eps = await frame;
		if (frame !== eps) continue;  // it was the promise of an estimate
		postMessage({id, step: step++, t: frame.t, x: new Float32Array(frame.x), x0: new Float32Array(frame.x0)});
		await breathe();
		if (id !== latest) return;
	}
}

async function answer({files, ...options}) {
	if (files) {
		const [file, wasm] = await Promise.all(files.map(file => file.arrayBuffer()));
		net = wasm ? await (await import('./onnx.js')).Onnx.load(file, wasm) : new UNet(readSafetensors(file));
		alphaBar = alphaBars(net.betas);
		size = net.size ** 2 * net.channels;
		postMessage({ready: {size: net.size, channels: net.channels, classes: net.classes, names: net.names}});
	} else {
		latest = options.id;
		if (options.seeds?.length) await run(options);
	}
}

onmessage = ({data}) => answer(data).catch(error => postMessage({failed: String(error.message || error)}));
