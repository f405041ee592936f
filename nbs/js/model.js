// A network of the page: fetches its weights and shares the images of a run between workers.

export const DIGITS = new URL('../weights/digits.safetensors', import.meta.url);

export class Model {
	// progress(share) while the weights arrive; broken(message) when a worker fails later
	static async load(url, progress, broken) {
		if (typeof Worker === 'undefined') throw new Error('this browser has no web workers');
		const reply = await fetch(url);
		if (!reply.ok) throw new Error(`the weights could not be downloaded (${reply.status})`);
		const total = Number(reply.headers.get('content-length')), parts = [], reader = reply.body.getReader();
		for (let got = 0, part; !(part = await reader.read()).done; got += part.value.length) {
			parts.push(part.value);
			if (total) progress(Math.min(1, (got + part.value.length) / total));
		}
		const file = await new Blob(parts).arrayBuffer(), model = new Model();
		model.workers = Array.from({length: Math.min(2, navigator.hardwareConcurrency || 1)}, () =>
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
			worker.postMessage({file});
		})));
		return model;
	}

	// options: n, seeds, labels, weights (one an image), steps, spacing, sampler, eta, clip, interval.
	// onStep({step, t, x, x0}) for every step; a new run ends the one before.
	run(options, onStep) {
		const id = ++this.run_id, {seeds} = options, n = seeds.length, share = Math.ceil(n / this.workers.length);
		Object.assign(this, {onStep, share, n, frames: []});
		const defaults = {spacing: 'uniform', eta: 0, clip: true, interval: [0, Infinity],
			labels: new Array(n).fill(this.classes), weights: new Array(n).fill(1)};
		const all = {...defaults, ...options};
		this.workers.forEach((worker, k) => {
			const mine = array => array.slice(k * share, (k + 1) * share);
			worker.postMessage(k * share < n ? {...all, id, seeds: mine(seeds), labels: mine(all.labels), weights: mine(all.weights)} : {id});
		});
	}

	collect(worker, {id, step, t, x, x0}) {
		if (id !== this.run_id) return;
		const pixels = this.size ** 2 * this.channels, frame = this.frames[step] = this.frames[step] ||
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
