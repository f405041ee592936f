// A network that `ddpm_export` wrote, run by onnxruntime-web.
import {alphaBars, combine, randomizer} from './diffusion.js';

export class Onnx {
	static async load(file, wasmBinary, runtime) {
		const {InferenceSession, Tensor, env} = await import(runtime), end = new TextDecoder().decode(file.slice(-1e5));  // its metadata
		env.logLevel = 'error';
		Object.assign(env.wasm, {wasmBinary, numThreads: 1});  // the worker's own thread
		const {betas, img_size: size, in_channels: channels, null_label: classes, classes: names} = JSON.parse(end.slice(end.lastIndexOf('{"betas"')));
		const executionProviders = [runtime.includes('webgpu') ? 'webgpu' : 'wasm'];
		const session = await InferenceSession.create(file, {executionProviders, logSeverityLevel: 3});
		const net = Object.assign(new Onnx(), {betas, size, channels, classes, names, session, Tensor});
		// On a grey image under some noise any network that works sees the noise; not every graphics driver computes it
		const row = betas.length >> 2, noise = randomizer(0).normals(channels * size ** 2), spread = Math.sqrt(1 - alphaBars(betas)[row]);
		const eps = await net.predict(Float32Array.from(noise, z => spread * z), row, [classes]);
		const off = Math.hypot(...combine([1, eps], [-1, noise])) / Math.sqrt(noise.length);
		if (!(off < 0.3)) throw new Error(`its estimates are off by ${off.toFixed(2)}`);
		return net;
	}

	// x (n, channels, size, size), t a row, n labels -> a promise of eps_hat, like x
	async predict(x, t, labels) {
		const {channels, size, Tensor} = this, n = labels.length, rows = values => new Tensor('int64', BigInt64Array.from(values, BigInt), [n]);
		const {eps_hat} = await this.session.run({x_t: new Tensor('float32', x, [n, channels, size, size]), t: rows(labels.map(() => t)), y: rows(labels)});
		return eps_hat.data;
	}
}
