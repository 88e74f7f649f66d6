/** The worker that checks gradients, so that the engine's is free to run on. */
import { expose } from 'comlink';
import { checkTrace, slopeLab } from '#engine';
import type { CheckerApi } from './api.ts';

const checker: CheckerApi = {
	check: (trace, again, onProgress) => Promise.resolve(checkTrace(trace, again, onProgress)),
	/** What it takes to look for causes is loaded when something is wrong. */
	explain: async (trace, known) => {
		const { causesOf } = await import('#engine/check/causes.ts');
		return causesOf(trace, known);
	},
	measure: (trace, claim, entry, onShare) => Promise.resolve(slopeLab(trace, claim, entry, onShare))
};

expose(checker);
