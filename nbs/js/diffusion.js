// The tables, samplers and exact densities of chapters 00, 03, 05 and 06, as the Python package computes them.
// An image or a cloud of points is one flat array. `.ci/live` compares every function here with Python's.

export const list = (n, f) => Array.from({length: n}, (_, i) => f(i));

// Schedules (chapter 00): betas of the rows 0…T-1
export const SCHEDULES = {
	linear: (T = 1000) => list(T, i => 1e-4 + 0.0199 * i / (T - 1)),
	cosine: (T = 1000) => {
		const f = i => Math.cos((i / T + 0.008) / 1.008 * Math.PI / 2) ** 2;
		return list(T, i => Math.min(0.999, 1 - f(i + 1) / f(i)));
	},
	exponential: (T = 1000) => list(T, i => 1e-4 * 500 ** (i / (T - 1))),
};

export function alphaBars(betas) {  // of the rows 0…T-1
	let product = 1;
	return Array.from(betas, beta => product *= 1 - beta);
}
export const LINEAR = alphaBars(SCHEDULES.linear());

// Timesteps to visit (chapters 05 and 06): even on a clock that rises with t
export const logSnr = alphaBar => Math.log(alphaBar / (1 - alphaBar)) / 2;
export const SPACINGS = {
	uniform: (alphaBar, t) => t,
	quadratic: (alphaBar, t) => Math.sqrt(t),
	log_snr: alphaBar => Math.min(5.1, -logSnr(alphaBar)),
};

export function timeSteps(alphaBar, steps, spacing = 'uniform') {  // rows from T-1 down to 0, each once
	const clock = Array.from(alphaBar, SPACINGS[spacing]), last = clock.length - 1, times = [last];
	for (let i = 1; i < steps; i++) {
		const even = clock[0] + (clock[last] - clock[0]) * (i === steps - 1 ? 0 : 1 + i * (-1 / (steps - 1)));
		const row = clock.findLastIndex(time => time <= even);
		const exact = row < last ? 1 / (clock[row + 1] - clock[row]) * (even - clock[row]) + row : row;
		const t = exact % 1 === 0.5 ? 2 * Math.round(exact / 2) : Math.round(exact);
		if (t < times.at(-1)) times.push(t);
	}
	return times;
}

// Samplers: (x_t, past, alpha_bar_s, noise, eta) -> x_s, for s > 0: all of them end at x_0_hat.
// `past` holds [alpha_bar, x_0_hat, eps_hat] of this step and up to three before, newest first.
export function combine(...terms) {  // sum of weight * array
	const out = new Float64Array(terms[0][1].length);
	for (const [weight, array] of terms) {
		if (weight) for (let i = 0; i < out.length; i++) out[i] += weight * array[i];
	}
	return out;
}

function posterior(at, as) {  // weights of x_0 and x_t in the mean, its variance, and beta
	const alpha = at / as, beta = 1 - alpha, rest = 1 - at;
	return [Math.sqrt(as) * beta / rest, Math.sqrt(alpha) * (1 - as) / rest, beta * (1 - as) / rest, beta];
}

const ancestral = which => (x, [[at, x0]], as, noise) => {
	const p = posterior(at, as);
	return combine([p[0], x0], [p[1], x], [Math.sqrt(p[which]), noise]);
};

function flow(x, past, as, weights) {  // of the estimates of the noise in their mean
	const [[at]] = past, change = Math.sqrt(1 / as - 1) - Math.sqrt(1 / at - 1), scale = Math.sqrt(as);
	return combine([scale / Math.sqrt(at), x], ...weights.map((weight, i) => [scale * change * weight, past[i][2]]));
}

const ADAMS = [[1], [3 / 2, -1 / 2], [23 / 12, -16 / 12, 5 / 12], [55 / 24, -59 / 24, 37 / 24, -9 / 24]];

export const SAMPLERS = {
	ddpm: ancestral(3),
	ddpm_small: ancestral(2),
	ddim(x, [[at, x0, eps]], as, noise, eta = 0) {
		const sigma = eta * Math.sqrt(posterior(at, as)[2]);
		return combine([Math.sqrt(as), x0], [Math.sqrt(Math.max(0, 1 - as - sigma ** 2)), eps], [sigma, noise]);
	},
	dpmpp_2m(x, [[at, x0], before], as) {
		const h = logSnr(as) - logSnr(at), shrink = Math.sqrt((1 - as) / (1 - at)), pull = -Math.sqrt(as) * Math.expm1(-h);
		if (!before) return combine([shrink, x], [pull, x0]);
		const ahead = h / (2 * (logSnr(at) - logSnr(before[0])));
		return combine([shrink, x], [pull * (1 + ahead), x0], [-pull * ahead, before[1]]);
	},
	ipndm: (x, past, as) => flow(x, past, as, ADAMS[past.length - 1]),
	ipndm_v(x, past, as) {
		const here = logSnr(past[0][0]), h = logSnr(as) - here, places = past.map(([alphaBar]) => (logSnr(alphaBar) - here) / h), moments = [1];
		for (let k = 1; k < past.length; k++) moments.push(k / h * moments[k - 1] - 1 / Math.expm1(h));
		return flow(x, past, as, places.map(u => {  // Lagrange's polynomial: 1 at u, 0 at the other places
			let powers = [1];
			for (const v of places) if (v !== u) powers = [0, ...powers].map((c, k) => (c - v * (powers[k] || 0)) / (u - v));
			return powers.reduce((sum, c, k) => sum + c * moments[k], 0);
		}));
	},
};

// The loop of chapter 05: yields {step, t, x, x0} before each step, and the result with t = -1.
// predict(x, t) -> eps_hat; without it {t, x} is yielded too, to be answered by eps_hat. noise() -> N(0, I), like x
export function* denoise(alphaBar, predict, x, times, sampler, {clip = false, eta = 0, noise}) {
	let past = [];
	for (let i = 0; i < times.length; i++) {
		const t = times[i], at = alphaBar[t], signal = Math.sqrt(at), spread = Math.sqrt(1 - at);
		let eps = predict ? predict(x, t) : yield {t, x};
		let x0 = combine([1 / signal, x], [-spread / signal, eps]);
		if (clip) {
			x0 = x0.map(v => Math.max(-1, Math.min(1, v)));
			eps = combine([1 / spread, x], [-signal / spread, x0]);
		}
		yield {step: i, t, x, x0};
		past = [[at, x0, eps], ...past].slice(0, 4);
		x = i === times.length - 1 ? x0 : SAMPLERS[sampler](x, past, alphaBar[times[i + 1]], noise(), eta);
	}
	yield {step: times.length, t: -1, x, x0: x};
}

// Random numbers that a seed repeats
export function randomizer(seed) {
	let state = (seed * 2654435761) >>> 0;
	const uniform = () => {  // mulberry32
		state = (state + 0x6D2B79F5) >>> 0;
		let z = Math.imul(state ^ (state >>> 15), 1 | state);
		z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
		return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
	};
	const normals = n => {  // Box and Muller
		const out = new Float64Array(n);
		for (let i = 0; i < n; i += 2) {
			const radius = Math.sqrt(-2 * Math.log(1 - uniform())), angle = 2 * Math.PI * uniform();
			out[i] = radius * Math.cos(angle);
			if (i + 1 < n) out[i + 1] = radius * Math.sin(angle);
		}
		return out;
	};
	return {uniform, normals};
}

// A mixture of equal round Gaussians whose perfect network is a formula: (5.6). Points are x, y, x, y, … for dim 2.
export class Mixture {
	constructor(centres, width, weights, dim = 2) {
		const n = centres.length / dim;
		Object.assign(this, {centres, width, dim, n, weights: weights || new Array(n).fill(1 / n)});
	}

	each(x, a, see) {  // see(point, log-density, shares of the parts), for each point at the level a
		const {centres, dim, n, weights} = this, signal = Math.sqrt(a), variance = a * this.width ** 2 + 1 - a;
		const share = new Float64Array(n), logs = weights.map(Math.log);
		for (let p = 0; p < x.length / dim; p++) {
			let top = -Infinity, total = 0;
			for (let k = 0; k < n; k++) {
				let away = 0;
				for (let d = 0; d < dim; d++) away += (x[p * dim + d] - signal * centres[k * dim + d]) ** 2;
				share[k] = logs[k] - away / (2 * variance);
				if (share[k] > top) top = share[k];
			}
			for (let k = 0; k < n; k++) total += share[k] = Math.exp(share[k] - top);
			for (let k = 0; k < n; k++) share[k] /= total;
			see(p, top + Math.log(total) - dim / 2 * Math.log(2 * Math.PI * variance), share);
		}
	}

	logDensity(x, a) {
		const out = new Float64Array(x.length / this.dim);
		this.each(x, a, (p, log) => { out[p] = log; });
		return out;
	}

	eps(x, a) {  // the best estimate of the noise
		const {centres, dim, n} = this, signal = Math.sqrt(a), spread = Math.sqrt(1 - a), out = new Float64Array(x.length);
		const shrink = spread / (a * this.width ** 2 + 1 - a);
		this.each(x, a, (p, log, share) => {
			for (let d = 0; d < dim; d++) {
				let mean = 0;
				for (let k = 0; k < n; k++) mean += share[k] * centres[k * dim + d];
				out[p * dim + d] = shrink * (x[p * dim + d] - signal * mean);
			}
		});
		return out;
	}

	draw(n, random) {
		const {centres, dim, width, weights} = this, out = random.normals(n * dim);
		for (let p = 0; p < n; p++) {
			let u = random.uniform(), k = 0;
			while (k < this.n - 1 && (u -= weights[k]) > 0) k++;
			for (let d = 0; d < dim; d++) out[p * dim + d] = width * out[p * dim + d] + centres[k * dim + d];
		}
		return out;
	}
}

export function energyDistance(a, b) {  // between two clouds in the plane; small if drawn alike
	const mean = (a, b) => {
		let sum = 0;
		for (let i = 0; i < a.length; i += 2) {
			for (let j = 0; j < b.length; j += 2) sum += Math.sqrt((a[i] - b[j]) ** 2 + (a[i + 1] - b[j + 1]) ** 2);
		}
		return 4 * sum / a.length / b.length;
	};
	return Math.sqrt(2 * mean(a, b) - mean(a, a) - mean(b, b));
}
