// A network of the page: fetches its files and shares the images of a run between workers.
import {list} from './diffusion.js';

const here = path => new URL(`../${path}`, import.meta.url).href;
const onnx = (by, name, workers) => ({by, workers, files: ['weights/cifar10.onnx', `site_libs/onnxruntime/${name}.gz`].map(here),
	runtime: here(`site_libs/onnxruntime/${name}.bundle.min.mjs`)});
export const DIGITS = {workers: 2, files: [here('weights/digits.safetensors')]};
export const WASM = onnx('WebAssembly', 'ort.wasm', 2), WEBGPU = onnx('WebGPU', 'ort.webgpu', 1);

export async function download(files, method) {  // {replies, total: their bytes, or NaN}
	const replies = await Promise.all(files.map(file => fetch(file, {method})));
	for (const {ok, status} of replies) if (!ok) throw new Error(`the weights could not be downloaded (${status})`);
	return {replies, total: replies.reduce((sum, {headers}) => sum + parseInt(headers.get('content-length')), 0)};
}

export class Model {
	// progress(share) while the files arrive; broken(message) when a worker fails later
	static async load({by, workers, files, runtime}, progress, broken) {
		const lacks = ['Worker', runtime && 'WebAssembly'].find(name => name && !window[name]);
		if (lacks) throw new Error(`this browser has no ${lacks}`);
		const {replies, total} = await download(files), model = Object.assign(new Model(), {id: 0, by});
		let got = 0;
		const count = (part, out) => {
			got += part.length;
			if (total) progress(Math.min(1, got / total));
			out.enqueue(part);
		};
		files = await Promise.all(replies.map(({body, url}) => {
			body = body.pipeThrough(new TransformStream({transform: count}));
			return new Response(url.endsWith('.gz') ? body.pipeThrough(new DecompressionStream('gzip')) : body).blob();
		}));
		model.workers = list(Math.min(workers, navigator.hardwareConcurrency || 1), () => new Worker(here('js/worker.js'), {type: 'module'}));
		await Promise.all(model.workers.map(worker => new Promise((ready, fail) => {
			const wrong = message => { model.close(); fail(new Error(message)); if (model.size) broken(message); };
			worker.onerror = event => wrong(event.message || 'the worker could not start');
			worker.onmessage = ({data}) => {
				if (data.failed) wrong(data.failed);
				else if (data.ready) ready(data.ready);
				else model.collect(data);
			};
			worker.postMessage({files, runtime});
		}))).then(([ready]) => Object.assign(model, ready));
		return model;
	}

	// images: [{seed, label, weight}], without label and guidance if they are left out; how: steps, spacing, sampler, eta, clip, interval.
	// see({step, t, x, x0, missing}) whenever an image has made a step: a frame lists images, of which some may be missing.
	// A new run ends the one before.
	run(images, how, see) {
		const id = ++this.id, share = Math.ceil(images.length / this.workers.length), all = images.map((image, at) => ({...image, at}));
		Object.assign(this, {see, frames: [], n: images.length});
		this.workers.forEach((worker, k) => worker.postMessage({...how, id, images: all.slice(k * share, (k + 1) * share)}));
	}

	collect({id, at, step, t, x, x0}) {
		if (id !== this.id) return;
		const frame = this.frames[step] ||= {step, t, x: [], x0: [], missing: this.n};
		frame.x[at] = x;
		frame.x0[at] = x0;
		frame.missing--;
		this.see(frame);
	}

	stop() { this.run([]); }

	close() { this.workers.splice(0).forEach(worker => worker.terminate()); }
}
