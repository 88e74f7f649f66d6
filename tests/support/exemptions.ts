/** Which rows of the op table owe a property of theirs not, each with its reason. */
import type { OpName } from '#engine/ops/op.ts';

/** What a row owes and may have a reason not to. */
export type Owed = 'slope';

export const exemptions: { readonly [K in OpName]?: Partial<Record<Owed, string>> } = {
	detach: { slope: 'is the identity whose gradient is cut by decree' }
};

/** For `test.skipIf`, whose title then says why. */
export function exempt(op: OpName, owed: Owed): { readonly is: boolean; readonly title: string } {
	const reason = exemptions[op]?.[owed];
	return { is: reason !== undefined, title: reason ? ` (not: it ${reason})` : '' };
}
