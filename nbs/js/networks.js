// Networks of the package, in plain JavaScript: weights from a safetensors file, images as (n, height, width, channels).

function half(bits) {  // float16 to a number
	const sign = bits & 0x8000 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023;
	if (exponent === 0) return sign * fraction * 2 ** -24;
	return exponent === 31 ? (fraction ? NaN : sign * Infinity) : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

const READ = {
	F16: data => Float32Array.from(new Uint16Array(data), half),
	F32: data => new Float32Array(data),
	F64: data => new Float64Array(data),
};

export function readSafetensors(buffer) {  // {about, tensors: {name: {data, shape}}}
	const size = Number(new DataView(buffer).getBigUint64(0, true));
	const {__metadata__: meta, ...header} = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, size)));
	const tensors = {};
	for (const [name, {dtype, shape, data_offsets: place}] of Object.entries(header)) {
		if (READ[dtype]) tensors[name] = {data: READ[dtype](buffer.slice(...place.map(at => 8 + size + at))), shape};
	}
	return {about: JSON.parse(meta.ddpm_nb), tensors};
}

// out (rows, m) = x (rows, k) · w (m, k)^T. Twelve sums at a time; m is a multiple of 4, and x and out have room
// for a multiple of 3 rows.
function multiply(w, wAt, x, xAt, out, outAt, rows, m, k) {
	for (let r = 0; r < rows; r += 3) {
		const e = xAt + r * k, f = e + k, g = f + k;
		for (let i = 0; i < m; i += 4) {
			const a = wAt + i * k, b = a + k, c = b + k, d = c + k;
			let s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0, s8 = 0, s9 = 0, s10 = 0, s11 = 0;
			for (let j = 0; j < k; j++) {
				const p = x[e + j], q = x[f + j], s = x[g + j];
				let v = w[a + j];
				s0 += v * p; s1 += v * q; s2 += v * s;
				v = w[b + j];
				s3 += v * p; s4 += v * q; s5 += v * s;
				v = w[c + j];
				s6 += v * p; s7 += v * q; s8 += v * s;
				v = w[d + j];
				s9 += v * p; s10 += v * q; s11 += v * s;
			}
			let o = outAt + r * m + i;
			out[o] = s0; out[o + 1] = s3; out[o + 2] = s6; out[o + 3] = s9;
			o += m;
			out[o] = s1; out[o + 1] = s4; out[o + 2] = s7; out[o + 3] = s10;
			o += m;
			out[o] = s2; out[o + 1] = s5; out[o + 2] = s8; out[o + 3] = s11;
		}
	}
}

const roundUp = (n, k) => Math.ceil(n / k) * k;
const activate = x => x / (1 + Math.exp(-x));  // SiLU

// A 3×3 convolution by Winograd's F(2×2, 3×3): 16 products make 4 outputs, in place of 36.
const TILES = 48;  // at a time, so that they stay in the cache
class Convolution {
	constructor(weight, bias, norm) {  // norm: the BatchNorm behind it, which is folded in
		const [m, k] = weight.shape, rows = roundUp(m, 4);
		Object.assign(this, {m, k, rows, bias: new Float32Array(m), u: new Float32Array(16 * rows * k)});
		for (let i = 0; i < m; i++) {
			const scale = norm.weight[i] / Math.sqrt(norm.running_var[i] + 1e-5);
			this.bias[i] = (bias[i] - norm.running_mean[i]) * scale + norm.bias[i];
			for (let j = 0; j < k; j++) {
				const g = at => weight.data[(i * k + j) * 9 + at] * scale;
				const spread = (a, b, c) => [a, (a + b + c) / 2, (a - b + c) / 2, c];
				const columns = [0, 1, 2].map(x => spread(g(x), g(3 + x), g(6 + x)));
				for (let y = 0; y < 4; y++) {
					spread(columns[0][y], columns[1][y], columns[2][y]).forEach((value, x) => {
						this.u[((4 * y + x) * rows + i) * k + j] = value;
					});
				}
			}
		}
		this.v = new Float32Array(16 * TILES * k);
		this.p = new Float32Array(16 * TILES * rows);
	}

	// SiLU(conv(x) + bias) + shift[n]: x (n, h, w, k) -> (n, h, w, m)
	run(x, n, h, w, shift) {
		const {m, k, rows, u, v, p, bias} = this, ny = Math.ceil(h / 2), nx = Math.ceil(w / 2), each = ny * nx;
		const out = new Float32Array(n * h * w * m), d = new Float32Array(16), total = n * each;
		for (let start = 0; start < total; start += TILES) {
			const count = Math.min(TILES, total - start);
			for (let i = 0; i < count; i++) {
				const image = Math.floor((start + i) / each), at = (start + i) % each;
				const y0 = 2 * Math.floor(at / nx) - 1, x0 = 2 * (at % nx) - 1;
				for (let c = 0; c < k; c++) {
					for (let y = 0; y < 4; y++) {
						const inside = y0 + y >= 0 && y0 + y < h, row = ((image * h + y0 + y) * w + x0) * k + c;
						for (let z = 0; z < 4; z++) d[4 * y + z] = inside && x0 + z >= 0 && x0 + z < w ? x[row + z * k] : 0;
					}
					for (let z = 0; z < 4; z++) {  // columns, then rows
						const a = d[z], b = d[4 + z], e = d[8 + z], f = d[12 + z];
						d[z] = a - e; d[4 + z] = b + e; d[8 + z] = e - b; d[12 + z] = b - f;
					}
					for (let y = 0, o = i * k + c; y < 16; y += 4, o += 4 * TILES * k) {
						const a = d[y], b = d[y + 1], e = d[y + 2], f = d[y + 3];
						v[o] = a - e; v[o + TILES * k] = b + e; v[o + 2 * TILES * k] = e - b; v[o + 3 * TILES * k] = b - f;
					}
				}
			}
			for (let q = 0; q < 16; q++) multiply(u, q * rows * k, v, q * TILES * k, p, q * TILES * rows, count, rows, k);
			for (let i = 0; i < count; i++) {
				const image = Math.floor((start + i) / each), at = (start + i) % each;
				const y0 = 2 * Math.floor(at / nx), x0 = 2 * (at % nx);
				for (let c = 0; c < m; c++) {
					for (let z = 0, o = i * rows + c; z < 4; z++, o += TILES * rows) {
						const a = p[o], b = p[o + 4 * TILES * rows], e = p[o + 8 * TILES * rows], f = p[o + 12 * TILES * rows];
						d[z] = a + b + e; d[4 + z] = b - e - f;
					}
					for (let y = 0; y < 2 && y0 + y < h; y++) {
						const a = d[4 * y], b = d[4 * y + 1], e = d[4 * y + 2], f = d[4 * y + 3];
						const o = ((image * h + y0 + y) * w + x0) * m + c;
						out[o] = activate(a + b + e + bias[c]) + shift[image * m + c];
						if (x0 + 1 < w) out[o + m] = activate(b - e - f + bias[c]) + shift[image * m + c];
					}
				}
			}
		}
		return out;
	}
}

class Linear {
	constructor(weight, bias, m = bias.length, k = weight.length / m) {
		const rows = roundUp(m, 4), w = new Float32Array(rows * k);
		w.set(weight);
		Object.assign(this, {w, bias, m, k, rows});
	}

	run(x, n) {  // x (n, k) -> (n, m)
		const {m, k, rows} = this, room = roundUp(n, 3), input = new Float32Array(room * k);
		const wide = new Float32Array(room * rows), out = new Float32Array(n * m);
		input.set(x);
		multiply(this.w, 0, input, 0, wide, 0, n, rows, k);
		for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) out[i * m + j] = wide[i * rows + j] + this.bias[j];
		return out;
	}
}

class Block {  // ConvBlock of chapter 02
	constructor(get, name) {
		const norm = i => Object.fromEntries(['weight', 'bias', 'running_mean', 'running_var']
			.map(key => [key, get(`${name}.norm${i}.${key}`).data]));
		const conv = i => new Convolution(get(`${name}.conv${i}.weight`), get(`${name}.conv${i}.bias`).data, norm(i));
		this.first = conv(1);
		this.second = conv(2);
		this.time = new Linear(get(`${name}.time_mlp.weight`).data, get(`${name}.time_mlp.bias`).data);
	}

	run(x, n, h, w, emb, which) {  // emb: vectors (kinds, time_dim); which[i]: the one of image i
		const {m} = this.first, kinds = this.time.run(emb, emb.length / this.time.k), shift = new Float32Array(n * m);
		for (let i = 0; i < n; i++) shift.set(kinds.subarray(which[i] * m, (which[i] + 1) * m), i * m);
		return this.second.run(this.first.run(x, n, h, w, shift), n, h, w, new Float32Array(n * m));
	}
}

function pool(x, n, h, w, c) {  // the largest of each 2×2 pixels
	const out = new Float32Array(n * h * w * c / 4);
	for (let row = 0, o = 0; row < n * h; row += 2) {
		for (let col = 0; col < w; col += 2) {
			for (let i = (row * w + col) * c, end = i + c; i < end; i++, o++) {
				out[o] = Math.max(x[i], x[i + c], x[i + w * c], x[i + w * c + c]);
			}
		}
	}
	return out;
}

class Up {  // UpBlock of chapter 02
	constructor(get, name) {
		const {data, shape: [k, m]} = get(`${name}.up.weight`), bias = get(`${name}.up.bias`).data;
		const weight = new Float32Array(4 * m * k);  // rows: place in the 2×2 pixels, channel
		for (let j = 0; j < k; j++) {
			for (let i = 0; i < m; i++) for (let at = 0; at < 4; at++) weight[(at * m + i) * k + j] = data[(j * m + i) * 4 + at];
		}
		this.m = m;
		this.spread = new Linear(weight, Float32Array.from({length: 4 * m}, (_, i) => bias[i % m]));
		this.block = new Block(get, `${name}.conv`);
	}

	run(x, skip, n, h, w, emb, which) {  // h and w of the skip connection
		const {m} = this, four = this.spread.run(x, n * h * w / 4), both = new Float32Array(n * h * w * 2 * m);
		for (let i = 0; i < n * h * w; i++) {
			const row = Math.floor(i / w), col = i % w, from = (row >> 1) * (w / 2) + (col >> 1);
			const at = (from * 4 + (row & 1) * 2 + (col & 1)) * m;
			both.set(four.subarray(at, at + m), i * 2 * m);
			both.set(skip.subarray(i * m, (i + 1) * m), i * 2 * m + m);
		}
		return this.block.run(both, n, h, w, emb, which);
	}
}

export class UNet {  // the article's network, chapter 02
	constructor({about, tensors}) {
		const get = name => {
			if (!tensors[name]) throw new Error(`the weights have no ${name}`);
			return tensors[name];
		};
		const {in_channels: channels = 3, time_dim: timeDim = 256, num_classes: classes = null} = about.unet;
		const levels = Object.keys(tensors).filter(name => /^downs\.\d+\.conv1\.weight$/.test(name)).length;
		const all = (n, make) => Array.from({length: n}, (_, i) => make(i));
		Object.assign(this, {channels, timeDim, classes, names: about.classes, size: about.ddpm.img_size, betas: get('betas').data});
		this.labels = classes === null ? null : get('label_embedding.weight').data;
		this.downs = all(levels, i => new Block(get, `downs.${i}`));
		this.bottleneck = new Block(get, 'bottleneck');
		this.ups = all(levels, i => new Up(get, `ups.${i}`));
		this.output = new Linear(get('output.weight').data, get('output.bias').data);
	}

	// x (n, size, size, channels), t a row, labels of the n images (null label: `classes`) -> eps_hat, like x
	predict(x, t, labels) {
		const {channels, timeDim, size} = this, n = x.length / (size * size * channels), half = timeDim / 2;
		const kinds = this.labels ? [...new Set(labels)] : [0], emb = new Float32Array(kinds.length * timeDim);
		const which = Array.from({length: n}, (_, i) => this.labels ? kinds.indexOf(labels[i]) : 0);
		kinds.forEach((label, row) => {
			for (let i = 0; i < timeDim; i++) {
				const angle = Math.fround(t * Math.fround(Math.exp(-Math.log(10000) / (half - 1) * (i % half))));
				emb[row * timeDim + i] = (i < half ? Math.sin(angle) : Math.cos(angle)) + (this.labels ? this.labels[label * timeDim + i] : 0);
			}
		});
		let h = Float32Array.from(x), side = size;
		const skips = [];
		for (const down of this.downs) {
			h = down.run(h, n, side, side, emb, which);
			skips.push(h);
			h = pool(h, n, side, side, h.length / (n * side * side));
			side /= 2;
		}
		h = this.bottleneck.run(h, n, side, side, emb, which);
		for (const block of this.ups) {
			side *= 2;
			h = block.run(h, skips.pop(), n, side, side, emb, which);
		}
		return this.output.run(h, n * size * size);
	}
}
