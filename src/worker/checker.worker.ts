/** The worker that checks gradients, so that the engine's is free to run on. */
import { expose } from 'comlink';
import { checkTrace, slopeLab } from '#engine';
import type { CheckerApi } from './api.ts';

const checker: CheckerApi = {
	check: (trace) => Promise.resolve(checkTrace(trace)),
	measure: (trace, claim, entry, onShare) => Promise.resolve(slopeLab(trace, claim, entry, onShare))
};

expose(checker);
