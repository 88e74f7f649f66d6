/**
 * The Display: what of the page is on show. Presenting, and the parts that the teacher wants beside
 * the stage; the ordinary page has its own choice of them. The graph is a picture or a list.
 */
import { keep, recall } from './storage.ts';

/** What may stand beside the stage, in the order of the page. */
export const PARTS = ['code', 'why', 'check', 'curve', 'key'] as const;
export type Part = (typeof PARTS)[number];

/** What an address asks for; absent: as it was kept. */
export interface DisplayRequest {
	readonly presenting: boolean;
	readonly parts: readonly Part[] | null;
}

/** The browser's full screen, which it may refuse. */
export interface Screen {
	fill(): void;
	release(): void;
}

/** Not every browser has the interface (no phone of Apple's does), and only a gesture may fill the screen. */
const browserScreen: Screen = {
	fill() {
		if (document.fullscreenEnabled) document.documentElement.requestFullscreen().catch(() => {});
	},
	release() {
		if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
	}
};

type Mode = 'page' | 'presenting';
const KEYS: Readonly<Record<Mode, string>> = { page: 'parts', presenting: 'presented-parts' };

/** The names of parts in `list`, in the order of the page; anything else in it is ignored. */
export function partsIn(list: string): Part[] {
	const names = list.split(',').map((name) => name.trim());
	return PARTS.filter((part) => names.includes(part));
}

export class Display {
	#presenting = $state(false);
	#list = $state(false);
	#parts = $state.raw<Readonly<Record<Mode, readonly Part[]>>>({ page: PARTS, presenting: [] });
	readonly #screen: Screen;

	constructor(screen: Screen = browserScreen) {
		this.#screen = screen;
	}

	get presenting(): boolean {
		return this.#presenting;
	}

	/** The graph stands as an ordered list. */
	get list(): boolean {
		return this.#list;
	}

	/** The parts on show. */
	get parts(): readonly Part[] {
		return this.#parts[this.#mode];
	}

	/** The address that opens the page as it is on show. */
	get address(): string {
		return `?${this.#presenting ? 'present&' : ''}show=${this.parts.join(',')}`;
	}

	get #mode(): Mode {
		return this.#presenting ? 'presenting' : 'page';
	}

	shows(part: Part): boolean {
		return this.parts.includes(part);
	}

	/** Takes over what an earlier visit chose, then what the address asks for, which is not kept. */
	restore(asked: DisplayRequest): void {
		for (const mode of ['page', 'presenting'] as const) {
			const kept = recall(KEYS[mode]);
			if (kept !== null) this.#parts = { ...this.#parts, [mode]: partsIn(kept) };
		}
		this.#list = recall('view') === 'list';
		this.#presenting = asked.presenting;
		if (asked.parts) this.#parts = { ...this.#parts, [this.#mode]: asked.parts };
	}

	/** Shows `part`, or hides it. */
	toggle(part: Part): void {
		const parts = PARTS.filter((each) => this.shows(each) !== (each === part));
		this.#parts = { ...this.#parts, [this.#mode]: parts };
		keep(KEYS[this.#mode], parts.join(','));
	}

	/** Begins to present, in full screen where the browser allows it. */
	present(): void {
		this.#presenting = true;
		this.#screen.fill();
	}

	leave(): void {
		if (!this.#presenting) return;
		this.#presenting = false;
		this.#screen.release();
	}

	/** The graph as a list, or as a picture again. */
	turn(): void {
		this.#list = !this.#list;
		keep('view', this.#list ? 'list' : 'picture');
	}
}
