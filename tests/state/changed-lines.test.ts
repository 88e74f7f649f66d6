/** The lines that a bug changes, before and after. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bugsOf, withBug } from '../../engine/lessons/bugs.ts';
import { lessons } from '../../engine/lessons/lessons.ts';
import { changedLines, changedPart, piecesOf } from '../../src/state/changed-lines.ts';

const { source } = lessons.manual;
async function changesOf(id: string) {
	const bug = (await bugsOf('manual')).find((each) => each.id === id)!;
	return changedLines(source, withBug(source, bug)!);
}

describe('changedLines(before, after)', () => {
	it('is the one line of a small bug', async () => {
		const line = source.split('\n').findIndex((text) => text.includes('grad_h[h < 0]')) + 1;
		expect(await changesOf('mask_missing')).toEqual([
			{ line, before: '    grad_h[h < 0] = 0', after: '    pass' }
		]);
	});

	it('has a line that moves where it came from and where it goes', async () => {
		const moved = '    w2 -= learning_rate * grad_w2';
		const [come, gone] = await changesOf('weight_updated');
		expect([come.before, come.after]).toEqual([null, moved]);
		expect([gone.before, gone.after]).toEqual([moved, null]);
		expect(come.line).toBeLessThan(gone.line);
	});

	it('turns the one into the other, whatever they are', () => {
		const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 8 });
		fc.assert(
			fc.property(text, text, (before, after) => {
				const changes = changedLines(before.join('\n'), after.join('\n'));
				const made: string[] = [];
				let line = 1;
				for (const change of changes) {
					while (line < change.line) made.push(before[line++ - 1]);
					if (change.after !== null) made.push(change.after);
					if (change.before !== null) expect(before[line++ - 1]).toBe(change.before);
				}
				expect([...made, ...before.slice(line - 1)]).toEqual(after);
			})
		);
	});
});

describe('changedPart(line, other)', () => {
	it('is what is left between the same beginning and the same end', () => {
		const [line, other] = ['grad = 2.0 * (a - y)', 'grad = (a - y)'];
		expect(line.slice(...changedPart(line, other))).toBe('2.0 * ');
		expect(other.slice(...changedPart(other, line))).toBe('');
	});
});

describe('piecesOf(line, other)', () => {
	const marked = (line: string, other: string) =>
		piecesOf(line, other).map(({ text, isChanged }) => (isChanged ? `[${text}]` : text));

	it('cuts punctuation where it changes, and names nowhere', () => {
		expect(marked('  grad * a', '  grid * a')).toEqual(['[grad]', ' ', '*', ' ', 'a']);
		expect(marked('x.sum(0)', 'x.sum()')).toEqual(['x', '.', 'sum', '(', '[0]', ')']);
	});

	it('cuts once where the other line only has more', () => {
		expect(marked('x.sum()', 'x.sum(0)')).toEqual(['x', '.', 'sum', '(', ')']);
	});

	it('is the line without its indentation, in pieces of which none is empty', () => {
		const text = fc.string({ unit: fc.constantFrom('a', '0', '(', ')', '.', ' '), maxLength: 9 });
		fc.assert(
			fc.property(text, fc.option(text), (line, other) => {
				const pieces = piecesOf(line, other);
				expect(pieces.map((piece) => piece.text).join('')).toBe(line.trimStart());
				expect(pieces.every((piece) => piece.text !== '')).toBe(true);
			})
		);
	});
});
