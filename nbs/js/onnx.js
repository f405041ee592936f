// A network that `ddpm_export` wrote, run by onnxruntime-web.
import {InferenceSession, Tensor, env} from '../site_libs/onnxruntime/ort.wasm.bundle.min.mjs';

export class Onnx {
	static async load(file, wasmBinary) {
		env.logLevel = 'error';
		Object.assign(env.wasm, {wasmBinary, numThreads: 1});  // the worker's own thread
		const end = new TextDecoder().decode(file.slice(-1e5));  // its metadata
		const {betas, img_size: size, in_channels: channels, null_label: classes, classes: names} = JSON.parse(end.slice(end.lastIndexOf('{"betas"')));
		return Object.assign(new Onnx(), {betas, size, channels, classes, names, session: await InferenceSession.create(file)});
	}

	// x (n, channels, size, size), t a row, n labels -> a promise of eps_hat, like x
	async predict(x, t, labels) {
		const {channels, size} = this, n = labels.length, rows = values => new Tensor('int64', BigInt64Array.from(values, BigInt), [n]);
		const {eps_hat} = await this.session.run({x_t: new Tensor('float32', x, [n, channels, size, size]), t: rows(labels.map(() => t)), y: rows(labels)});
		return eps_hat.data;
	}
}
