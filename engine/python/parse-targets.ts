/** What may stand on the left of `=`, after `for`, `with … as` and `del`: Python's rules and words. */
import type { Expression } from './ast.ts';
import type { Reader } from './parse-reader.ts';

export type TargetUse = 'assign to' | 'delete';

/** Checks a target and notes the names it binds. `only`: the single target of a plain `=`. */
export function checkTarget(
	reader: Reader,
	target: Expression,
	use: TargetUse = 'assign to',
	only = false
): void {
	switch (target.kind) {
		case 'Name':
			reader.scope.assigned.add(target.id);
			return;
		case 'Attribute':
		case 'Subscript':
			return;
		case 'Tuple':
		case 'List':
			return checkElements(reader, target, target.elts, use);
		case 'Starred':
			return reader.fail('starred assignment target must be in a list or tuple', target.at);
		default: {
			const what = describe(target);
			const meant =
				only &&
				!/^(?:True|False|None|generator|comparison|conditional|lambda)/.test(what) &&
				!isLogical(target);
			const tail = meant ? " here. Maybe you meant '==' instead of '='?" : '';
			reader.fail(`cannot ${use} ${what}${tail}`, target.at);
		}
	}
}

function checkElements(
	reader: Reader,
	{ at }: Expression,
	elements: readonly Expression[],
	use: TargetUse
): void {
	let stars = 0;
	for (const element of elements) {
		const starred = element.kind === 'Starred';
		if (starred && use === 'delete') reader.fail('cannot delete starred', element.at);
		if (starred && ++stars > 1) {
			reader.fail('multiple starred expressions in assignment', at);
		}
		checkTarget(reader, starred ? element.value : element, use);
	}
}

/** The target of `+=` and its kin. */
export function checkUpdate(reader: Reader, target: Expression): void {
	if (target.kind === 'Name') reader.scope.assigned.add(target.id);
	else if (target.kind !== 'Attribute' && target.kind !== 'Subscript') {
		const message = `'${describe(target)}' is an illegal expression for augmented assignment`;
		reader.fail(message, target.at);
	}
}

/** The target of `x: int = 3`. */
export function checkAnnotated(reader: Reader, target: Expression): void {
	if (target.kind === 'Tuple' || target.kind === 'List') {
		const kind = target.kind.toLowerCase();
		reader.fail(`only single target (not ${kind}) can be annotated`, target.at);
	}
	if (target.kind === 'Name') reader.scope.assigned.add(target.id);
	else if (target.kind !== 'Attribute' && target.kind !== 'Subscript') {
		reader.fail('illegal target for annotation', target.at);
	}
}

/** `not` and `and`/`or`: CPython does not suggest == for them. */
function isLogical(target: Expression): boolean {
	return target.kind === 'BoolOp' || (target.kind === 'UnaryOp' && target.op === 'not');
}

/** CPython's names for kinds of expressions. */
function describe(expression: Expression): string {
	switch (expression.kind) {
		case 'Call':
			return 'function call';
		case 'Number':
		case 'String':
			return 'literal';
		case 'Bool':
			return expression.value ? 'True' : 'False';
		case 'None':
			return 'None';
		case 'JoinedStr':
			return 'f-string expression';
		case 'Set':
			return 'set display';
		case 'Dict':
			return 'dict literal';
		case 'Compare':
			return 'comparison';
		case 'IfExp':
			return 'conditional expression';
		case 'ListComp':
			return 'list comprehension';
		case 'GeneratorExp':
			return 'generator expression';
		case 'BinOp':
		case 'UnaryOp':
		case 'BoolOp':
			return 'expression';
		default:
			return expression.kind.toLowerCase();
	}
}
