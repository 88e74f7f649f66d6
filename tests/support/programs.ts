/** fast-check generators of Python programs, mostly broken ones: token soup and mutated lessons. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';

const seed = (name: string) =>
	readFileSync(new URL(`../fixtures/seed/${name}`, import.meta.url), 'utf8');

export const seedLessons: readonly string[] = [
	seed('lesson1_manual.py'),
	seed('lesson2_autograd.py')
];

const pieces = (
	'if elif else for while with as def class try except finally return yield lambda in is not and or ' +
	'None True False import from global nonlocal del assert pass break continue raise async await match ' +
	'case type print x y 손실 ﬁ 0 1 2.5 1e-6 0x1f 1_0 012 1j = == != <= := -> + - * ** / // % @ & | ^ ~ << ' +
	'>> += @= ( ) [ ] { } , : ; . ... \' " \'\'\' """ f\' f" rf""" b\' \'a\' "b" f\'{x}\' f"{x!r:>{y}}" {{ }} ! $ ? ` \\ #'
)
	.split(' ')
	.concat([
		' ',
		'  ',
		'\t',
		'\n',
		'\n    ',
		'\n\t',
		'\r\n',
		'\r',
		'\f',
		'\0',
		'\ufeff',
		'\u00a0',
		'\\\n'
	]);

/** Pieces of Python in any order. */
export const tokenSoup = fc
	.array(fc.constantFrom(...pieces), { maxLength: 60 })
	.chain((parts) => fc.constantFrom('', ' ').map((glue) => parts.join(glue)));

/** A seed lesson with a few pieces of it cut out, doubled, or replaced by another piece. */
export const mutatedLessons = fc
	.tuple(
		fc.constantFrom(...seedLessons),
		fc.array(fc.tuple(fc.nat(), fc.nat({ max: 12 }), fc.constantFrom('', ...pieces)), {
			minLength: 1,
			maxLength: 4
		})
	)
	.map(([lesson, edits]) =>
		edits.reduce((text, [where, length, piece]) => {
			const at = where % (text.length + 1);
			return text.slice(0, at) + piece + text.slice(at + length);
		}, lesson)
	);

export const anyText = fc.string({ unit: 'binary', maxLength: 80 });
