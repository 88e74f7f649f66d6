/** Ops that only move the entries of their one operand: what they give goes by its name, and is exact. */
export const MOVES: ReadonlySet<string> = new Set([
	't',
	'permute',
	'reshape',
	'expand',
	'clone',
	'detach'
]);
