/** The page's end of an engine that computes at once, and that can be made to misbehave. */
import type { Download } from '../../engine/index.ts';
import type { EngineApi, LoadRequest, Upgrade } from '../../src/worker/api.ts';
import type { EngineClient } from '../../src/worker/client.ts';
import { checkOf, createFakeEngine } from './fake-engine.ts';

/** Iterations of the lesson. */
export const TOTAL = 30;

/** A client whose engine can be made to hang, to fail, or to answer late. */
export class FakeClient implements EngineClient {
	#engine = createFakeEngine(TOTAL);
	restarts = 0;
	/** What becomes of an answer on its way; the default lets it through. */
	fate: <T>(answer: Promise<T>, call: keyof EngineApi) => Promise<T> = (answer) => answer;
	asked: (keyof EngineApi)[] = [];
	/** Set: the reference serves until `arrive` is called with what comes in its place. */
	isProvisional = false;
	arrive: (upgrade: Upgrade | null) => void = () => undefined;
	/** Says how far the download is. */
	tell: (download: Download) => void = () => undefined;

	readonly api: EngineApi = {
		load: (request) => this.#call('load', this.#load(request)),
		upgrade: (onDownload) => {
			this.tell = onDownload;
			const value = new Promise<Upgrade | null>((resolve) => (this.arrive = resolve));
			return this.#call('upgrade', value.then(succeed));
		},
		advance: (count) => this.#call('advance', this.#engine.advance(count)),
		trace: (k) => this.#call('trace', this.#engine.trace(k)),
		assist: (kind, question) => this.#engine.assist(kind, question)
	};
	/** Set: checks take for ever, until they are given up. */
	isCheckSlow = false;
	#giveUp: (reason: Error) => void = () => undefined;
	/** Says how far a slow check is. */
	progress: Parameters<EngineClient['check']>[2] = () => undefined;
	check: EngineClient['check'] = (trace, _again, onProgress) => {
		this.progress = onProgress;
		return this.isCheckSlow
			? new Promise((_, no) => (this.#giveUp = no))
			: Promise.resolve(checkOf(trace));
	};
	/** What is said to be behind what is wrong. */
	explain: EngineClient['explain'] = () => Promise.resolve({ findings: [], patterns: new Map() });
	/** The fake engine has no numbers that a slope could be measured with. */
	measure: EngineClient['measure'] = () => Promise.resolve(null);
	stopCheck(): void {
		this.#giveUp(new Error('given up'));
	}
	restart(): void {
		this.restarts++;
		this.fate = (answer) => answer;
		this.#engine = createFakeEngine(TOTAL);
	}
	dispose(): void {}

	async #load(request: LoadRequest): ReturnType<EngineApi['load']> {
		const loaded = await this.#engine.load(request);
		const provisional = this.isProvisional;
		return loaded.ok ? { ...loaded, value: { ...loaded.value, provisional } } : loaded;
	}

	#call<T>(name: keyof EngineApi, answer: Promise<T>): Promise<T> {
		this.asked.push(name);
		return this.fate(answer, name);
	}
}

const succeed = <T>(value: T) => ({ ok: true, value }) as const;
export const never = () => new Promise<never>(() => undefined);
