// The network's own thread: gets its files once, then runs samplers and posts every step of every image.
import {alphaBars, combine, denoise, list, randomizer, timeSteps} from './diffusion.js';
import {UNet, readSafetensors} from './networks.js';

let net, alphaBar, size, latest, before = Promise.resolve();  // size: numbers of an image
const channel = new MessageChannel();
const breathe = () => new Promise(done => {  // lets messages in between two steps
	channel.port1.onmessage = done;
	channel.port2.postMessage(0);
});

// The noise in some images, by label and with guidance, as `guided` of chapter 07 estimates it; each has its own weight.
// The null label needs no guidance, and w = 1 and w = 0 need one estimate only.
async function estimate(images, frames, [low, high]) {
	const {t} = frames[0], asked = [];
	images.forEach(({label = net.classes, weight = 1}, i) => {
		const w = label !== net.classes && low <= t && t < high ? weight : 1;
		if (w !== 0) asked.push([i, label, w]);
		if (w !== 1) asked.push([i, net.classes, 1 - w]);
	});
	const input = new Float32Array(asked.length * size);
	asked.forEach(([i], k) => input.set(frames[i].x, k * size));
	const eps = await net.predict(input, t, asked.map(([, label]) => label)), part = k => eps.subarray(k * size, (k + 1) * size);
	return images.map((_, at) => combine(...asked.flatMap(([i, , w], k) => i === at ? [[w, part(k)]] : [])));
}

async function run({id, images, steps, spacing, sampler, eta, clip = true, interval = [0, Infinity]}) {
	const times = timeSteps(alphaBar, steps, spacing);
	for (const image of images) {
		const {normals} = randomizer(image.seed), noise = () => normals(size);
		image.run = denoise(alphaBar, null, noise(), times, sampler, {clip, eta, noise});
	}
	const singly = images.map(image => [image]);  // at first, so that one of them is soon on its way
	for (const some of [...singly.flatMap(one => [one, one]), ...list(times.length - 1, () => images)]) {
		await breathe();
		if (id !== latest) return;
		let frames = some.map(({run}) => run.next().value);
		if (frames[0]?.t >= 0) {
			const eps = await estimate(some, frames, interval);
			frames = some.map(({run}, i) => run.next(eps[i]).value);
		}
		frames.forEach(({step, t, x, x0}, i) => postMessage({id, at: some[i].at, step, t, x: new Float32Array(x), x0: new Float32Array(x0)}));
	}
}

async function answer({files, runtime, ...options}) {
	if (files) {
		const [file, wasm] = await Promise.all(files.map(file => file.arrayBuffer()));
		net = wasm ? await (await import('./onnx.js')).Onnx.load(file, wasm, runtime) : new UNet(readSafetensors(file));
		alphaBar = alphaBars(net.betas);
		size = net.size ** 2 * net.channels;
		postMessage({ready: {size: net.size, channels: net.channels, names: net.names}});
	} else await run(options);
}

// One at a time, for WebGPU must not be asked twice at once
onmessage = ({data}) => {
	latest = data.id;
	before = before.then(() => answer(data)).catch(error => postMessage({failed: String(error.message || error)}));
};
