/**
 * The located syntax tree of the Python that lessons use. Names follow Python's own `ast`
 * module, so that whoever knows one knows the other. Every node carries its span.
 */
import type { Span } from '../graph.ts';

interface Located {
	readonly at: Span;
}

export interface Module {
	readonly body: readonly Statement[];
	readonly source: string;
}

export type Statement = Located &
	(
		| { readonly kind: 'Expr'; readonly value: Expression }
		| {
				readonly kind: 'Assign';
				readonly targets: readonly Expression[];
				readonly value: Expression;
		  }
		| {
				readonly kind: 'AugAssign';
				readonly target: Expression;
				readonly op: BinaryOperator;
				readonly value: Expression;
		  }
		| { readonly kind: 'AnnAssign'; readonly target: Expression; readonly value: Expression | null }
		| {
				readonly kind: 'If';
				readonly test: Expression;
				readonly body: readonly Statement[];
				readonly orelse: readonly Statement[];
		  }
		| {
				readonly kind: 'For';
				readonly target: Expression;
				readonly iter: Expression;
				readonly body: readonly Statement[];
				readonly orelse: readonly Statement[];
		  }
		| {
				readonly kind: 'While';
				readonly test: Expression;
				readonly body: readonly Statement[];
				readonly orelse: readonly Statement[];
		  }
		| {
				readonly kind: 'With';
				readonly items: readonly WithItem[];
				readonly body: readonly Statement[];
		  }
		| {
				readonly kind: 'FunctionDef';
				readonly name: string;
				readonly params: readonly Param[];
				readonly body: readonly Statement[];
				readonly decorators: readonly Expression[];
				/** A generator: calling it runs nothing yet. */
				readonly yields?: boolean;
		  }
		| {
				readonly kind: 'ClassDef';
				readonly name: string;
				readonly bases: readonly Expression[];
				readonly keywords: readonly Keyword[];
				readonly body: readonly Statement[];
				readonly decorators: readonly Expression[];
		  }
		| {
				readonly kind: 'Try';
				readonly body: readonly Statement[];
				readonly handlers: readonly ExceptHandler[];
				readonly orelse: readonly Statement[];
				readonly finalbody: readonly Statement[];
		  }
		| {
				readonly kind: 'Raise';
				readonly exc: Expression | null;
				readonly cause: Expression | null;
		  }
		| { readonly kind: 'Return'; readonly value: Expression | null }
		| { readonly kind: 'Assert'; readonly test: Expression; readonly msg: Expression | null }
		| { readonly kind: 'Delete'; readonly targets: readonly Expression[] }
		| { readonly kind: 'Global' | 'Nonlocal'; readonly names: readonly string[] }
		| { readonly kind: 'Import'; readonly names: readonly ImportAlias[] }
		| {
				readonly kind: 'ImportFrom';
				readonly module: string;
				readonly names: readonly ImportAlias[];
		  }
		| { readonly kind: 'Pass' | 'Break' | 'Continue' }
	);

export interface ExceptHandler extends Located {
	/** null for a bare `except:`. */
	readonly type: Expression | null;
	readonly name: string | null;
	readonly body: readonly Statement[];
}

export interface WithItem {
	readonly context: Expression;
	readonly target: Expression | null;
}

export interface ImportAlias {
	readonly name: string;
	readonly asname: string | null;
}

export interface Param extends Located {
	readonly name: string;
	readonly default: Expression | null;
	/** `*args`, `**kwargs`, or plain; `*` with no name only divides off the keyword-only ones. */
	readonly star: '' | '*' | '**';
}

export type BinaryOperator =
	'+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '&' | '|' | '^' | '<<' | '>>';
export type UnaryOperator = '-' | '+' | '~' | 'not';
export type CompareOperator =
	'<' | '<=' | '>' | '>=' | '==' | '!=' | 'in' | 'not in' | 'is' | 'is not';

export type Expression = Located &
	(
		| { readonly kind: 'Name'; readonly id: string }
		/** `int` tells 2 from 2.0; `exact` is there when a number cannot hold the int. */
		| {
				readonly kind: 'Number';
				readonly value: number;
				readonly int: boolean;
				readonly exact?: bigint;
		  }
		| { readonly kind: 'String'; readonly value: string }
		| { readonly kind: 'Bool'; readonly value: boolean }
		| { readonly kind: 'None' | 'Ellipsis' }
		| { readonly kind: 'JoinedStr'; readonly parts: readonly FStringPart[] }
		| { readonly kind: 'Tuple' | 'List' | 'Set'; readonly elts: readonly Expression[] }
		| {
				readonly kind: 'Dict';
				/** null for `**mapping`. */
				readonly keys: readonly (Expression | null)[];
				readonly values: readonly Expression[];
		  }
		| { readonly kind: 'Starred'; readonly value: Expression }
		| { readonly kind: 'Attribute'; readonly value: Expression; readonly attr: string }
		| { readonly kind: 'Subscript'; readonly value: Expression; readonly index: Expression }
		| {
				readonly kind: 'Slice';
				readonly lower: Expression | null;
				readonly upper: Expression | null;
				readonly step: Expression | null;
		  }
		| {
				readonly kind: 'Call';
				readonly func: Expression;
				readonly args: readonly Expression[];
				readonly keywords: readonly Keyword[];
		  }
		| {
				readonly kind: 'BinOp';
				readonly left: Expression;
				readonly op: BinaryOperator;
				readonly right: Expression;
		  }
		| { readonly kind: 'UnaryOp'; readonly op: UnaryOperator; readonly operand: Expression }
		| { readonly kind: 'BoolOp'; readonly op: 'and' | 'or'; readonly values: readonly Expression[] }
		| {
				readonly kind: 'Compare';
				readonly left: Expression;
				readonly ops: readonly CompareOperator[];
				readonly comparators: readonly Expression[];
		  }
		| {
				readonly kind: 'IfExp';
				readonly test: Expression;
				readonly body: Expression;
				readonly orelse: Expression;
		  }
		| { readonly kind: 'Lambda'; readonly params: readonly Param[]; readonly body: Expression }
		| {
				readonly kind: 'ListComp' | 'SetComp' | 'GeneratorExp';
				readonly elt: Expression;
				readonly clauses: readonly Comprehension[];
		  }
		| {
				readonly kind: 'DictComp';
				readonly key: Expression;
				readonly value: Expression;
				readonly clauses: readonly Comprehension[];
		  }
		| { readonly kind: 'NamedExpr'; readonly target: Expression; readonly value: Expression }
		| { readonly kind: 'Yield'; readonly value: Expression | null }
		| { readonly kind: 'YieldFrom'; readonly value: Expression }
	);

export interface Keyword {
	/** null for `**mapping`. */
	readonly name: string | null;
	readonly value: Expression;
}

export interface Comprehension {
	readonly target: Expression;
	readonly iter: Expression;
	readonly ifs: readonly Expression[];
}

export type FStringPart =
	| { readonly kind: 'text'; readonly value: string }
	| {
			readonly kind: 'value';
			readonly value: Expression;
			readonly conversion: '' | 'r' | 's' | 'a';
			/** The text after the colon, '' where there is none; nested fields are parts themselves. */
			readonly format: readonly FStringPart[];
			/** For `{x=}`: the text to print before the value. */
			readonly debug: string;
	  };
