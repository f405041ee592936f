// A network of the page: fetches its files and shares the images of a run between workers.
import {list} from './diffusion.js';

const here = path => new URL(`../${path}`, import.meta.url).href;
export const DIGITS = [here('weights/digits.safetensors')];
export const CIFAR10 = [here('weights/cifar10.onnx'), here('site_libs/onnxruntime/ort.wasm.gz')];

export async function download(files, method = 'GET') {  // {replies, total: their bytes, or NaN}
	const replies = await Promise.all(files.map(file => fetch(file, {method}))), bad = replies.find(({ok}) => !ok);
	if (bad) throw new Error(`the weights could not be downloaded (${bad.status})`);
	return {replies, total: replies.reduce((sum, {headers}) => sum + parseInt(headers.get('content-length')), 0)};
}

export class Model {
	// progress(share) while the files arrive; broken(message) when a worker fails later
	static async load(urls, progress, broken) {
		if (!window.Worker) throw new Error('this browser has no web workers');
		if (urls[1] && !window.WebAssembly) throw new Error('this browser has no WebAssembly');
		const {replies, total} = await download(urls), model = new Model();
		let got = 0;
		const count = (part, out) => {
			got += part.length;
			if (total) progress(Math.min(1, got / total));
			out.enqueue(part);
		};
		const files = await Promise.all(replies.map(({body, url}) => {
			body = body.pipeThrough(new TransformStream({transform: count}));
			return new Response(url.endsWith('.gz') ? body.pipeThrough(new DecompressionStream('gzip')) : body).blob();
		}));
		model.workers = list(Math.min(2, navigator.hardwareConcurrency || 1), () =>
			new Worker(new URL('worker.js', import.meta.url), {type: 'module'}));
		model.run_id = 0;
		await Promise.all(model.workers.map(worker => new Promise((ready, fail) => {
			const wrong = message => { fail(new Error(message)); model.close(); broken(message); };
			worker.onerror = event => wrong(event.message || 'the worker could not start');
			worker.onmessage = ({data}) => {
				if (data.failed) wrong(data.failed);
				else if (data.ready) { Object.assign(model, data.ready); ready(); }
				else model.collect(worker, data);
			};
			worker.postMessage({files});
		})));
		return model;
	}

	// options: seeds, labels, weights (one an image), steps, spacing, sampler, eta, clip, interval.
	// onStep({step, t, x, x0}) for every step; a new run ends the one before.
	run(options, onStep) {
		const id = ++this.run_id, {seeds} = options, n = seeds.length, share = Math.ceil(n / this.workers.length);
		Object.assign(this, {onStep, share, n, frames: []});
		const all = {spacing: 'uniform', eta: 0, clip: true, interval: [0, Infinity],
			labels: new Array(n).fill(this.classes), weights: new Array(n).fill(1), ...options};
		this.workers.forEach((worker, k) => {
			const mine = array => array.slice(k * share, (k + 1) * share);
			worker.postMessage({...all, id, seeds: mine(seeds), labels: mine(all.labels), weights: mine(all.weights)});
		});
	}

	collect(worker, {id, step, t, x, x0}) {
		if (id !== this.run_id) return;
		const pixels = this.size ** 2 * this.channels, frame = this.frames[step] ||=
			{step, t, x: new Float32Array(this.n * pixels), x0: new Float32Array(this.n * pixels), missing: Math.ceil(this.n / this.share)};
		const at = this.workers.indexOf(worker) * this.share * pixels;
		frame.x.set(x, at);
		frame.x0.set(x0, at);
		if (--frame.missing === 0) this.onStep(frame);
	}

	stop() {
		this.run_id++;
		this.workers.forEach(worker => worker.postMessage({id: this.run_id}));
	}

	close() { this.workers.forEach(worker => worker.terminate()); }
}
