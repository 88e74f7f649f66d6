/** One job at a time, in the order of asking: ORT's WebGPU sessions must never run together. */

export type Queue = <T>(job: () => Promise<T>) => Promise<T>;

export function createQueue(): Queue {
	let last: Promise<unknown> = Promise.resolve();
	return (job) => {
		const next = last.then(job);
		last = next.catch(() => undefined);
		return next;
	};
}
