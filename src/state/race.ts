/**
 * Full speed: while one batch is taken in and drawn, the engine has the next one already. Looks
 * at the newest iteration go between batches in the same way.
 */
import { Pace } from './pace.ts';

/** What is raced through. */
export interface Course {
	/** Iterations that the engine has completed. */
	reached(): number;
	/** There is no more to run, or nobody wants it. */
	isOver(): boolean;
	/** Iterations that may be run at all: up to one to stop at, else Infinity. */
	limit(): number;
	/** Runs up to `batch` iterations; false if there was no good answer. */
	forward(batch: number, pace: Pace): Promise<boolean>;
	/** Shows the newest iteration. */
	look(): Promise<void>;
}

export async function race(course: Course): Promise<void> {
	const pace = new Pace();
	let nextLook = performance.now() + Pace.viewGap(0);
	let look: Promise<void> | null = null;
	let asked = course.reached();
	/** Asks for the next batch, which may be empty at the limit. */
	const ask = () => {
		const batch = Math.max(0, Math.min(pace.batch, course.limit() - asked));
		asked += batch;
		return batch > 0 ? course.forward(batch, pace) : Promise.resolve(true);
	};
	let ahead = ask();
	while (!course.isOver()) {
		const start = performance.now();
		if (!look && start >= nextLook) {
			look = course.look().then(() => {
				const end = performance.now();
				nextLook = end + Pace.viewGap(end - start);
				look = null;
			});
		}
		const next = ask();
		if (!(await ahead)) break;
		ahead = next;
	}
	await Promise.all([ahead, look]);
}
