/** What the page shows before its engine runs. */
import { prepareFormulas } from '#components/formula-tree.ts';
import { wayBack } from '#state/landmarks.ts';
import { opening } from '../first/opening.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => {
	const { trace, preview } = await opening;
	return { preview, formulas: prepareFormulas(trace, wayBack(trace) - 1) };
};
