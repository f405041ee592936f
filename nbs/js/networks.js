// The network of chapter 02 in plain JavaScript: weights from a safetensors file, square images as (n, side, side, channels).
// As in the digits network, every level has an even side and a multiple of 4 channels.
import {list} from './diffusion.js';

const READ = {
	F16: data => {  // the bits of float32, whose exponent is larger by 112
		const bits = Uint32Array.from(new Uint16Array(data), half => (half & 0x8000) << 16 | (half & 0x7fff) << 13);
		return new Float32Array(bits.buffer).map(x => x * 2 ** 112);
	},
	F64: data => new Float64Array(data),
};

export function readSafetensors(buffer) {  // {about, tensors: {name: data}}
	const size = new DataView(buffer).getUint32(0, true);
	const {__metadata__: meta, ...header} = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, size)));
	const tensors = {};
	for (const [name, {dtype, data_offsets: place}] of Object.entries(header)) {
		if (READ[dtype]) tensors[name] = READ[dtype](buffer.slice(...place.map(at => 8 + size + at)));
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
const G = [[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]], TILES = 48;  // at a time, so that they stay in the cache
class Convolution {
	constructor(tensors, name, i) {  // the BatchNorm behind it is folded in
		const [weight, bias, gain, shift, mean, variance] = [`conv${i}.weight`, `conv${i}.bias`,
			...['weight', 'bias', 'running_mean', 'running_var'].map(key => `norm${i}.${key}`)].map(key => tensors[`${name}.${key}`]);
		const m = bias.length, k = weight.length / 9 / m;
		Object.assign(this, {m, k, bias: new Float32Array(m), u: new Float32Array(16 * m * k)});
		for (let i = 0; i < m; i++) {
			const scale = gain[i] / Math.sqrt(variance[i] + 1e-5);
			this.bias[i] = (bias[i] - mean[i]) * scale + shift[i];
			for (let j = 0; j < k; j++) {
				for (let at = 0; at < 16; at++) {
					let sum = 0;
					for (let g = 0; g < 9; g++) sum += G[at >> 2][Math.floor(g / 3)] * G[at & 3][g % 3] * weight[(i * k + j) * 9 + g];
					this.u[(at * m + i) * k + j] = scale * sum;
				}
			}
		}
		this.v = new Float32Array(16 * TILES * k);
		this.p = new Float32Array(16 * TILES * m);
	}

	// SiLU(conv(x) + bias) + shift[n]: x (n, side, side, k) -> (n, side, side, m)
	run(x, n, side, shift) {
		const {m, k, u, v, p, bias} = this, across = side / 2, total = n * across ** 2;
		const out = new Float32Array(4 * total * m), d = new Float32Array(16);
		const pixel = (tile, edge) => {  // the first of a tile: image, row, column
			const line = Math.floor(tile / across);
			return [Math.floor(line / across), 2 * (line % across) - edge, 2 * (tile % across) - edge];
		};
		for (let start = 0; start < total; start += TILES) {
			const count = Math.min(TILES, total - start);
			for (let i = 0; i < count; i++) {
				const [image, y0, x0] = pixel(start + i, 1);
				for (let c = 0; c < k; c++) {
					for (let y = 0; y < 4; y++) {
						const inside = y0 + y >= 0 && y0 + y < side, row = ((image * side + y0 + y) * side + x0) * k + c;
						for (let z = 0; z < 4; z++) d[4 * y + z] = inside && x0 + z >= 0 && x0 + z < side ? x[row + z * k] : 0;
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
			for (let q = 0; q < 16; q++) multiply(u, q * m * k, v, q * TILES * k, p, q * TILES * m, count, m, k);
			for (let i = 0; i < count; i++) {
				const [image, y0, x0] = pixel(start + i, 0);
				for (let c = 0; c < m; c++) {
					for (let z = 0, o = i * m + c; z < 4; z++, o += TILES * m) {
						const a = p[o], b = p[o + 4 * TILES * m], e = p[o + 8 * TILES * m], f = p[o + 12 * TILES * m];
						d[z] = a + b + e; d[4 + z] = b - e - f;
					}
					for (let y = 0; y < 2; y++) {
						const a = d[4 * y], b = d[4 * y + 1], e = d[4 * y + 2], f = d[4 * y + 3];
						const o = ((image * side + y0 + y) * side + x0) * m + c;
						out[o] = activate(a + b + e + bias[c]) + shift[image * m + c];
						out[o + m] = activate(b - e - f + bias[c]) + shift[image * m + c];
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
		const wide = new Float32Array(room * rows);
		input.set(x);
		multiply(this.w, 0, input, 0, wide, 0, n, rows, k);
		return new Float32Array(n * m).map((_, i) => wide[Math.floor(i / m) * rows + i % m] + this.bias[i % m]);
	}
}

class Block {  // ConvBlock of chapter 02
	constructor(tensors, name) {
		this.first = new Convolution(tensors, name, 1);
		this.second = new Convolution(tensors, name, 2);
		this.time = new Linear(tensors[`${name}.time_mlp.weight`], tensors[`${name}.time_mlp.bias`]);
	}

	run(x, n, side, emb) {  // emb (n, time_dim)
		return this.second.run(this.first.run(x, n, side, this.time.run(emb, n)), n, side, new Float32Array(n * this.first.m));
	}
}

function pool(x, n, side) {  // the largest of each 2×2 pixels
	const c = x.length / n / side ** 2, half = side / 2;
	return new Float32Array(x.length / 4).map((_, to) => {
		const at = Math.floor(to / c), i = 2 * (Math.floor(at / half) * side + at % half) * c + to % c;
		return Math.max(x[i], x[i + c], x[i + side * c], x[i + side * c + c]);
	});
}

class Up {  // UpBlock of chapter 02
	constructor(tensors, name) {
		const data = tensors[`${name}.up.weight`], bias = tensors[`${name}.up.bias`], m = bias.length, k = data.length / m / 4;
		const weight = list(data.length, to => {  // rows: place in the 2×2 pixels, channel
			const row = Math.floor(to / k);
			return data[(to % k * m + row % m) * 4 + Math.floor(row / m)];
		});
		this.m = m;
		this.spread = new Linear(weight, list(4 * m, i => bias[i % m]));
		this.block = new Block(tensors, `${name}.conv`);
	}

	run(x, skip, n, side, emb) {  // the side of the skip connection
		const {m} = this, pixels = n * side ** 2, four = this.spread.run(x, pixels / 4), both = new Float32Array(pixels * 2 * m);
		for (let i = 0; i < pixels; i++) {
			const row = Math.floor(i / side), col = i % side, from = (row >> 1) * (side / 2) + (col >> 1);
			const at = (from * 4 + (row & 1) * 2 + (col & 1)) * m;
			both.set(four.subarray(at, at + m), i * 2 * m);
			both.set(skip.subarray(i * m, (i + 1) * m), i * 2 * m + m);
		}
		return this.block.run(both, n, side, emb);
	}
}

export class UNet {  // the article's network, chapter 02
	constructor({about, tensors}) {
		const {in_channels: channels, time_dim: timeDim, num_classes: classes} = about.unet, levels = about.unet.channels.length - 1;
		Object.assign(this, {channels, timeDim, classes, names: about.classes, size: about.ddpm.img_size, betas: tensors.betas});
		this.labels = tensors['label_embedding.weight'];
		this.downs = list(levels, i => new Block(tensors, `downs.${i}`));
		this.bottleneck = new Block(tensors, 'bottleneck');
		this.ups = list(levels, i => new Up(tensors, `ups.${i}`));
		this.output = new Linear(tensors['output.weight'], tensors['output.bias']);
	}

	// x (n, size, size, channels) in float32, t a row, labels of the n images (null label: `classes`) -> eps_hat, like x
	predict(x, t, labels) {
		const {channels, timeDim, size} = this, n = x.length / (size * size * channels), half = timeDim / 2;
		const emb = list(n * timeDim, at => {
			const i = at % timeDim, angle = t * Math.exp(-Math.log(10000) / (half - 1) * (i % half));
			return (i < half ? Math.sin(angle) : Math.cos(angle)) + this.labels[labels[(at - i) / timeDim] * timeDim + i];
		});
		let h = x, side = size;
		const skips = [];
		for (const down of this.downs) {
			h = down.run(h, n, side, emb);
			skips.push(h);
			h = pool(h, n, side);
			side /= 2;
		}
		h = this.bottleneck.run(h, n, side, emb);
		for (const block of this.ups) {
			side *= 2;
			h = block.run(h, skips.pop(), n, side, emb);
		}
		return this.output.run(h, n * size * size);
	}
}
