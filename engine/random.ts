/**
 * PyTorch's CPU random numbers: the same seed gives the same values as `torch.manual_seed`.
 *
 * With this module a lesson gets the numbers that its author saw in PyTorch 1.13. A generator can
 * be copied and stored through its `state()`, which is plain data.
 *
 * Integers, uniforms, permutations and 16 or more float32 normal values are PyTorch's bit for bit
 * (on a CPU with AVX2). Other normal values may differ in the last digit, because they go through
 * the platform's log, sin and cos.
 */
import { log32, sincos32 } from './float32-math.ts';
import { allocate, sizeOf, tensor, type FloatType, type Shape, type Tensor } from './tensor.ts';
import { PythonError } from './python/errors.ts';

/** Where a generator stands; structured clone keeps it. */
export interface GeneratorState {
	/** The 624 words of the Mersenne Twister. */
	readonly words: Uint32Array;
	/** Index of the next word to hand out; 624 asks for a new batch first. */
	readonly next: number;
	/** The second value of a Box–Muller pair, kept for the next draw of fewer than 16 values. */
	readonly spare: number | null;
}

export interface Generator {
	/** Standard normal values. */
	randn(shape: Shape, dtype: FloatType): Tensor;
	/** Normal values of this mean and standard deviation; in blocks only for memory in order. */
	normal(shape: Shape, dtype: FloatType, mean: number, std: number, inOrder?: boolean): Tensor;
	/** Uniform in [0, 1). */
	rand(shape: Shape, dtype: FloatType): Tensor;
	/** Integers in [low, high), int64. Throws PyTorch's RuntimeError where `low >= high`. */
	randint(low: number, high: number, shape: Shape): Tensor;
	/** A random order of 0 … n-1, int64. */
	randperm(n: number): Tensor;
	/**
	 * One uniform in [0, 1): 53 bits for float64, 24 for float32. `bernoulli_(p)` and dropout
	 * compare float64 ones with p; `torch.bernoulli(t)` takes those of t's own dtype.
	 */
	uniform(dtype: FloatType): number;
	state(): GeneratorState;
}

const WORDS = 624;
const SHIFT = 397;
/** Below this many values PyTorch draws normal values one by one. */
const BLOCK = 16;

/**
 * A generator seeded as `torch.manual_seed(from)` does, or continuing from a stored state.
 * A seed is cut to its low 32 bits in two's complement; PyTorch's RuntimeError outside
 * [-2^63, 2^64).
 */
export function createGenerator(from: number | GeneratorState): Generator {
	const words = typeof from === 'number' ? seedWords(from) : from.words.slice();
	let next = typeof from === 'number' ? WORDS : from.next;
	let spare = typeof from === 'number' ? null : from.spare;

	function random(): number {
		if (next === WORDS) {
			twist(words);
			next = 0;
		}
		return temper(words[next++]);
	}

	function uniform(dtype: FloatType): number {
		if (dtype === 'float32') return (random() & 0xffffff) / 2 ** 24;
		const high = random() & 0x1fffff;
		return (high * 2 ** 32 + random()) / 2 ** 53;
	}

	/** Box–Muller in float64, one value a call. */
	function single(): number {
		if (spare !== null) {
			const value = spare;
			spare = null;
			return value;
		}
		const theta = 2 * Math.PI * uniform('float64');
		const radius = Math.sqrt(-2 * Math.log(1 - uniform('float64')));
		spare = radius * Math.sin(theta);
		return radius * Math.cos(theta);
	}

	function rand(shape: Shape, dtype: FloatType): Tensor {
		const data = allocate(dtype, countOf(shape));
		for (let i = 0; i < data.length; i++) data[i] = uniform(dtype);
		return { shape, dtype, data };
	}

	function normal(
		shape: Shape,
		dtype: FloatType,
		mean: number,
		std: number,
		inOrder = true
	): Tensor {
		const size = countOf(shape);
		if (size < BLOCK || !inOrder) {
			const values = Array.from({ length: size }, () => single() * std + mean);
			return tensor(values, shape, dtype);
		}
		const { data } = rand(shape, dtype);
		const whole = size - (size % BLOCK);
		for (let start = 0; start < whole; start += BLOCK) boxMuller(data, start, dtype, mean, std);
		if (whole < size) {
			const start = size - BLOCK;
			for (let i = start; i < size; i++) data[i] = uniform(dtype);
			boxMuller(data, start, dtype, mean, std);
		}
		return { shape, dtype, data };
	}

	const randn = (shape: Shape, dtype: FloatType) => normal(shape, dtype, 0, 1);

	/** One integer in [0, range); from 2^32 on PyTorch spends two words. */
	function below(range: number): number {
		if (range < 2 ** 32) return random() % range;
		const high = BigInt(random());
		return Number(((high << 32n) | BigInt(random())) % BigInt(range));
	}

	function randint(low: number, high: number, shape: Shape): Tensor {
		if (low >= high) {
			throw new PythonError(
				'RuntimeError',
				`random_ expects 'from' to be less than 'to', but got from=${low} >= to=${high}`
			);
		}
		const values = Array.from({ length: countOf(shape) }, () => low + below(high - low));
		return tensor(values, shape, 'int64');
	}

	function randperm(n: number): Tensor {
		const values = Array.from({ length: countOf([n]) }, (_, i) => i);
		for (let i = 0; i < n - 1; i++) {
			const j = i + below(n - i);
			[values[i], values[j]] = [values[j], values[i]];
		}
		return tensor(values, [n], 'int64');
	}

	const state = (): GeneratorState => ({ words: words.slice(), next, spare });
	return { randn, normal, rand, randint, randperm, uniform, state };
}

/** Number of elements of a shape that a program asked for; PyTorch's error if one is negative. */
function countOf(shape: Shape): number {
	const negative = shape.find((extent) => extent < 0);
	if (negative !== undefined) {
		throw new PythonError(
			'RuntimeError',
			`Trying to create tensor with negative dimension ${negative}: [${shape.join(', ')}]`
		);
	}
	return sizeOf(shape);
}

function seedWords(seed: number): Uint32Array {
	if (!(seed >= -(2 ** 63) && seed < 2 ** 64)) {
		throw new PythonError('RuntimeError', 'Overflow when unpacking long');
	}
	const words = new Uint32Array(WORDS);
	words[0] = Number(BigInt.asUintN(32, BigInt(Math.trunc(seed))));
	for (let i = 1; i < WORDS; i++) {
		const previous = words[i - 1] ^ (words[i - 1] >>> 30);
		words[i] = Math.imul(1812433253, previous) + i;
	}
	return words;
}

/** The next 624 words in place (Matsumoto & Nishimura 1998, MT19937). */
function twist(words: Uint32Array): void {
	for (let i = 0; i < WORDS; i++) {
		const y = (words[i] & 0x80000000) | (words[(i + 1) % WORDS] & 0x7fffffff);
		words[i] = words[(i + SHIFT) % WORDS] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
	}
}

function temper(word: number): number {
	let y = word;
	y ^= y >>> 11;
	y ^= (y << 7) & 0x9d2c5680;
	y ^= (y << 15) & 0xefc60000;
	return (y ^ (y >>> 18)) >>> 0;
}

interface Arithmetic {
	readonly round: (x: number) => number;
	readonly log: (x: number) => number;
	readonly sincos: (angle: number) => [number, number];
}

const arithmetics: { readonly [D in FloatType]: Arithmetic } = {
	float32: { round: Math.fround, log: log32, sincos: sincos32 },
	float64: { round: (x) => x, log: Math.log, sincos: (angle) => [Math.sin(angle), Math.cos(angle)] }
};

/**
 * Turns the 16 uniforms from `start` into normal values: the first 8 give radii, the last 8
 * angles; cosines go to the first 8 and sines to the last 8. Every step is rounded to `dtype`.
 */
function boxMuller(
	data: Tensor['data'],
	start: number,
	dtype: FloatType,
	mean: number,
	std: number
): void {
	const { round, log, sincos } = arithmetics[dtype];
	const turn = round(2 * Math.PI);
	for (let i = start; i < start + BLOCK / 2; i++) {
		const radius = round(Math.sqrt(-2 * log(1 - data[i])));
		const [sin, cos] = sincos(round(turn * data[i + BLOCK / 2]));
		// the mean, 0 as a rule, also makes a -0 positive
		data[i] = round(radius * cos) * std + mean;
		data[i + BLOCK / 2] = round(radius * sin) * std + mean;
	}
}
