import { beforeEach, describe, expect, test } from 'vitest';
import { displayFrom } from '#state/address.ts';
import { Display, PARTS } from '#state/display.svelte.ts';
import { Keyboard } from '#state/keyboard.svelte.ts';

const nothing = displayFrom('');

function createDisplay() {
	const calls: string[] = [];
	const screen = { fill: () => calls.push('fill'), release: () => calls.push('release') };
	return { display: new Display(screen), calls };
}

beforeEach(() => localStorage.clear());

describe('new Display()', () => {
	test('shows everything on the page, and nothing beside the stage while presenting', () => {
		const { display, calls } = createDisplay();
		expect(display.parts).toEqual(PARTS);
		display.present();
		expect([display.presenting, display.parts, calls]).toEqual([true, [], ['fill']]);
		display.leave();
		expect([display.presenting, display.parts, calls]).toEqual([false, PARTS, ['fill', 'release']]);
		display.leave();
		expect(calls).toEqual(['fill', 'release']);
	});

	test('display.toggle(part) changes the choice of the mode in force, which is kept', () => {
		const { display } = createDisplay();
		display.toggle('check');
		display.present();
		display.toggle('curve');
		display.toggle('why');
		display.toggle('curve');
		display.toggle('code');
		expect(display.parts).toEqual(['code', 'why']);
		display.leave();
		expect(display.parts).toEqual(['code', 'why', 'curve', 'key']);
		const again = createDisplay().display;
		again.restore(nothing);
		expect(again.parts).toEqual(['code', 'why', 'curve', 'key']);
		again.present();
		expect(again.parts).toEqual(['code', 'why']);
	});

	test('display.restore(request) prefers what the address asks for, and does not keep it', () => {
		createDisplay().display.toggle('check');
		const { display, calls } = createDisplay();
		display.restore(displayFrom('?present&show=curve,why'));
		expect([display.presenting, display.parts, calls]).toEqual([true, ['why', 'curve'], []]);
		display.leave();
		expect(display.shows('check')).toBe(false);
		const later = createDisplay().display;
		later.restore(nothing);
		later.present();
		expect(later.parts).toEqual([]);
	});

	test('display.address opens the page as it is', () => {
		const { display } = createDisplay();
		display.present();
		display.toggle('curve');
		const other = createDisplay().display;
		other.restore(displayFrom(display.address));
		expect([other.presenting, other.parts]).toEqual([true, ['curve']]);
		display.toggle('curve');
		other.restore(displayFrom(display.address));
		expect(other.parts).toEqual([]);
	});

	test('display.turn() makes a list of the graph, for the next visit too', () => {
		const { display } = createDisplay();
		display.turn();
		const again = createDisplay().display;
		again.restore(nothing);
		expect([display.list, again.list]).toEqual([true, true]);
		again.turn();
		display.restore(nothing);
		expect(display.list).toBe(false);
	});

	test('nonsense that is kept hides nothing but what it leaves out', () => {
		localStorage.setItem('backprop-explorer:parts', 'why,{"a":1},WHY');
		localStorage.setItem('backprop-explorer:view', 'hologram');
		const { display } = createDisplay();
		display.restore(nothing);
		expect([display.parts, display.list]).toEqual([['why'], false]);
	});
});

describe('new Keyboard()', () => {
	test('keyboard.choose(false) is kept for the next visit', () => {
		new Keyboard().choose(false);
		const again = new Keyboard();
		expect(again.on).toBe(true);
		again.restore();
		expect(again.on).toBe(false);
		again.choose(true);
		const last = new Keyboard();
		last.restore();
		expect(last.on).toBe(true);
	});
});
