/** Behind the border: the reference serves until the backend that was asked for is there. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createReferenceBackend, type Backend, type Choice, type Download } from '#engine';
import { EngineHost, type Wanted } from '#worker/host.ts';
import type { LoadRequest } from '#worker/api.ts';
import { MANUAL, SMALL } from '../support/lesson.ts';

/** Stands for faster backends that take their time; they compute as the reference does. */
class Arriving {
	readonly disposed: string[] = [];
	readonly asked: Wanted[] = [];
	#arrivals: ((choice: Choice) => void)[] = [];
	#tell: (download: Download) => void = () => undefined;
	/** What comes when it is asked for, one after the other. */
	readonly #coming = [0, 1].map(
		(i) => new Promise<Choice>((resolve) => (this.#arrivals[i] = resolve))
	);

	choose = (wanted: Wanted, onDownload: (download: Download) => void): Promise<Choice> => {
		this.#tell = onDownload;
		return this.#coming[this.asked.push(wanted) - 1];
	};
	tell(download: Download): void {
		this.#tell(download);
	}
	arrive(name: Backend['name'] = 'wasm', notes: Choice['notes'] = []): void {
		const dispose = () => Promise.resolve(void this.disposed.push(name));
		const backend = { ...createReferenceBackend(), name, description: `a ${name}`, dispose };
		this.#arrivals.shift()?.({ backend, notes });
	}
}

let arriving: Arriving;
let host: EngineHost;
const request: LoadRequest = { source: MANUAL, seed: 0, overrides: SMALL, backend: 'wasm' };
const noWord = () => undefined;

async function value<T>(answer: Promise<{ ok: true; value: T } | { ok: false }>): Promise<T> {
	const outcome = await answer;
	if (!outcome.ok) throw new Error('the lesson has a problem');
	return outcome.value;
}

beforeEach(() => {
	arriving = new Arriving();
	host = new EngineHost(arriving.choose);
});

describe('load(request)', () => {
	it('answers before the backend is there, from the reference', async () => {
		const { info, first, provisional } = await value(host.load(request));
		expect([info.backend, first?.iteration, provisional]).toEqual(['reference', 0, true]);
		expect(first?.steps.every((step) => step.backend === 'reference')).toBe(true);
	});

	it('is final where the reference is what was asked for, whatever else is on its way', async () => {
		await host.load(request);
		const loaded = await value(host.load({ ...request, backend: 'reference' }));
		expect([loaded.info.backend, loaded.provisional]).toEqual(['reference', false]);
	});

	it('uses the backend that came for an earlier lesson, and asks for it once', async () => {
		await host.load(request);
		arriving.arrive();
		await host.upgrade(noWord);
		const loaded = await value(host.load({ ...request, seed: 1 }));
		expect([loaded.info.backend, loaded.provisional]).toEqual(['wasm', false]);
		expect(arriving.asked).toEqual(['wasm']);
	});

	it('of another backend disposes of the one before, once', async () => {
		await host.load(request);
		arriving.arrive();
		await host.upgrade(noWord);
		await host.load({ ...request, backend: 'webgpu' });
		await expect.poll(() => arriving.asked).toEqual(['wasm', 'webgpu']);
		arriving.arrive('webgpu');
		const upgrade = await value(host.upgrade(noWord));
		expect(upgrade?.info.backend).toBe('webgpu');
		expect(arriving.disposed).toEqual(['wasm']);
	});

	it('gives a lesson’s mistake as a value', async () => {
		expect(await host.load({ ...request, source: 'x = y' })).toMatchObject({
			ok: false,
			problem: { type: 'NameError', line: 1 }
		});
	});
});

describe('upgrade(onDownload)', () => {
	it('brings iteration 0 of the backend that was asked for', async () => {
		const loaded = await value(host.load(request));
		const upgrade = host.upgrade(noWord);
		arriving.arrive('wasm', [{ kind: 'no-webgpu', detail: 'none' }]);
		const { info, notes, first } = (await value(upgrade))!;
		expect([info.backend, info.description, notes.length]).toEqual(['wasm', 'a wasm', 1]);
		expect(first?.steps.every((step) => step.backend === 'wasm')).toBe(true);
		expect(first?.values).toEqual(loaded.first?.values);
	});

	it('runs again what had run, and what is asked after it goes on from there', async () => {
		await host.load(request);
		const before = await value(host.advance(11));
		const upgrade = host.upgrade(noWord);
		arriving.arrive();
		const { ran } = (await value(upgrade))!;
		expect(ran).toMatchObject({ from: before.from, reached: before.reached });
		expect(ran?.losses).toEqual(before.losses);
		expect((await value(host.advance(1))).from).toBe(before.reached);
	});

	it('lets everything else go on while it waits', async () => {
		await host.load(request);
		const upgrade = host.upgrade(noWord);
		expect((await value(host.trace(3)))?.iteration).toBe(3);
		arriving.arrive();
		expect((await value(upgrade))?.ran?.reached).toBe(4);
	});

	it('is null for a lesson that another has replaced', async () => {
		await host.load(request);
		const older = host.upgrade(noWord);
		await host.load({ ...request, seed: 5 });
		const newer = host.upgrade(noWord);
		arriving.arrive();
		expect(await value(older)).toBeNull();
		expect((await value(newer))?.info.backend).toBe('wasm');
	});

	it('says why where the reference has to stay, and keeps what it has computed', async () => {
		await host.load(request);
		const upgrade = host.upgrade(noWord);
		arriving.arrive('reference', [{ kind: 'wasm-failed', detail: 'blocked' }]);
		const { info, notes, first, ran } = (await value(upgrade))!;
		expect([info.backend, first, ran]).toEqual(['reference', null, null]);
		expect(notes).toEqual([{ kind: 'wasm-failed', detail: 'blocked' }]);
	});

	it('tells how far the download is', async () => {
		await host.load(request);
		const heard: Download[] = [];
		const upgrade = host.upgrade((download) => heard.push(download));
		arriving.tell({ received: 3, total: 10 });
		arriving.arrive();
		await upgrade;
		expect(heard).toEqual([{ received: 3, total: 10 }]);
	});
});

describe('assist(kind, question)', () => {
	const names = async (source: string) => {
		const found = await host.assist('completions', { source, offset: source.length });
		return found?.offers.map(({ name }) => name) ?? [];
	};

	it('knows the names of the lesson that runs, and does not wait for what it is doing', async () => {
		await host.load(request);
		const busy = host.advance(300);
		expect(await names(`${MANUAL}\nw1.`)).toContain('mm');
		await busy;
	});

	it('knows what a lesson did before it failed, and what it came to before that', async () => {
		await host.load(request);
		const broken = MANUAL.replace('learning_rate', 'fresh = [1]\nmissing\nlearning_rate');
		expect(await host.load({ ...request, source: broken })).toMatchObject({ ok: false });
		expect(await names(`${broken}\nfresh.`)).toContain('append');
		expect(await names(`${broken}\ngrad_w1.`)).toContain('mm');
		expect(await host.load({ ...request, source: 'x = (' })).toMatchObject({ ok: false });
		expect(await names('w1.')).toContain('mm');
	});
});

it('a mistake in the middle of a run says in which iteration', async () => {
	const source = MANUAL.replace('loss = (', 'assert t < 7\n    loss = (');
	await host.load({ ...request, source });
	const answer = await host.advance(20);
	expect(answer).toMatchObject({
		ok: false,
		problem: { type: 'AssertionError', iteration: 7 }
	});
});
