/** What the page shows before its engine runs. */
import { opening } from './first/opening.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async () => ({ preview: (await opening).preview });
