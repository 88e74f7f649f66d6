/**
 * How a stage looks upon its model: the layout that suits its size, on its way from the one before,
 * and the camera. Before a script has measured the stage, style alone fits the picture into it.
 */
import { untrack } from 'svelte';
import { cubicInOut } from 'svelte/easing';
import { Tween } from 'svelte/motion';
import {
	COMFORTABLE,
	fitCamera,
	followCamera,
	zoomAt,
	type Camera,
	ZOOM_LIMITS
} from '#scene/camera.ts';
import { isChain } from '#scene/columns.ts';
import type { Frame } from '#scene/frame.ts';
import { chooseLayout, type Box, type Layout } from '#scene/layout.ts';
import type { SceneModel } from '#scene/model.ts';
import { interpolateLayout } from '#scene/morph.ts';
import { Layering } from '#state/layering.svelte.ts';
import { activeBoxes } from './active.ts';
import { MARGINS, restingStyle } from './resting.ts';

export interface Scene {
	readonly model: SceneModel;
	readonly frame: Frame;
	/** On a small stage, whether the camera goes along with the step. */
	readonly follow: boolean;
	/** Nothing may move. */
	readonly still: boolean;
	/** How much larger than usual everything is that is read. */
	readonly print: number;
	/** The legend is there, and needs its margin. */
	readonly keyed: boolean;
}

/** From this width on the legend stands in the top line, which leaves the height to the picture. */
const WIDE = 600;
/** A laptop's stage, where nothing has been measured yet. */
const USUAL = { width: 1060, height: 560 } as const;
/** Where print would be smaller than this, the camera goes along with the step. */
const CROWDED = 9;
const MOVE = 450;
/** The camera's buttons are as high as this, with the room around them. */
const TOOLS = 36;
/** So high is the map of what is not all in view. */
const MAP = 110;
/** Over and under a picture that has no legend. */
const UNKEYED = 16;

export class View {
	/** As measured; 0 before. */
	clientWidth = $state(0);
	clientHeight = $state(0);
	/** The camera that the reader chose; null: everything in view. */
	own = $state.raw<Camera | null>(null);
	/** That camera, as long as it is the one that shows everything. */
	#asked = $state.raw<Camera | null>(null);
	readonly #layering = new Layering();
	readonly #scene: () => Scene;
	readonly #tween: Tween<Layout>;
	readonly #glide: Tween<Camera>;

	/* each on its own: a frame later most of them are the same */
	readonly #model = $derived.by(() => this.#scene().model);
	readonly #print = $derived.by(() => this.#scene().print);
	readonly #keyed = $derived.by(() => this.#scene().keyed);
	readonly #follow = $derived.by(() => this.#scene().follow);

	readonly #measured = $derived(this.clientWidth > 0 && this.clientHeight > 0);
	readonly #width = $derived(this.#measured ? this.clientWidth : USUAL.width);
	readonly #height = $derived(this.#measured ? this.clientHeight : USUAL.height);
	readonly wide = $derived(this.#width >= WIDE);
	readonly #margins = $derived.by(() => {
		const print = this.#print;
		const usual = this.wide ? MARGINS.wide : MARGINS.narrow;
		// only a strip leaves the corner free in which the camera's buttons are
		const isBranched = this.wide && !isChain(this.#model);
		const margins = isBranched ? { ...usual, bottom: usual.bottom + TOOLS } : usual;
		if (!this.#keyed) return { ...margins, top: UNKEYED, bottom: UNKEYED };
		// the legend is text as well
		return { ...margins, top: margins.top * print ** 1.5, bottom: margins.bottom * print };
	});
	readonly #wanted = $derived.by(() => {
		const [model, print] = [this.#model, this.#print];
		const { top, right, bottom, left } = this.#margins;
		const [width, height] = [this.#width - left - right, this.#height - top - bottom];
		const viewport = { width, height, print, partial: !this.wide };
		return chooseLayout(model, viewport, this.#layering.for(model));
	});
	readonly #key = $derived(this.#wanted.key);
	/** The same object as long as the geometry is the same, whatever the numbers do. */
	readonly #target = $derived.by(() => {
		void this.#key;
		return untrack(() => this.#wanted);
	});
	/** A move begins a moment after the model has changed; until then the new things stand where the old ones did. */
	readonly layout = $derived.by(() => {
		const { current } = this.#tween;
		if (current.members === this.#target.members) return current;
		return interpolateLayout(current, this.#target)(0);
	});
	readonly #whole = $derived(
		fitCamera(this.layout.bounds, this.#width, this.#height, this.#margins)
	);
	/** Even at its most legible the whole is too small to read. */
	readonly #crowded = $derived.by(() => {
		const { bounds, density } = this.#target;
		const { k } = fitCamera(bounds, this.#width, this.#height, this.#margins);
		return density.small * k < CROWDED * this.#print;
	});
	/** What a small stage, whose whole is too small to read, should show; as text, to be equal when it is. */
	readonly #active = $derived.by(() => {
		if ((this.wide && !this.#crowded) || !this.#follow) return '[]';
		return JSON.stringify(activeBoxes(this.#model, this.#target, this.#scene().frame));
	});
	readonly #aim = $derived.by(() => {
		const { bounds, density } = this.#target;
		const active = JSON.parse(this.#active);
		const [width, height] = [this.#width, this.#height];
		const { bottom } = this.#margins;
		const margins = { ...this.#margins, bottom: this.wide ? Math.max(bottom, MAP) : bottom };
		const print = density.small / this.#print;
		return followCamera(bounds, active, width, height, margins, print, this.wide);
	});
	readonly #followed = $derived(this.#active !== '[]');
	/** The reader asked for the whole, which has not been moved since. */
	readonly #isWhole = $derived(this.own !== null && this.own === this.#asked);
	readonly camera = $derived.by(() => {
		if (this.own) return this.own;
		return this.wide && !this.#crowded ? this.#whole : this.#glide.current;
	});
	/** Style in the camera's place as long as nothing has been measured. */
	readonly resting = $derived.by(() => {
		if (this.#measured) return null;
		return restingStyle(this.layout, activeBoxes(this.#model, this.layout, this.#scene().frame));
	});
	/** No move between two layouts is under way. */
	readonly settled = $derived(this.layout === this.#target);
	/** The part of the world that is seen. */
	readonly seen = $derived.by(() => {
		const { x, y, k } = this.camera;
		return { x: -x / k, y: -y / k, width: this.#width / k, height: this.#height / k };
	});
	/** There is more than is seen. */
	readonly partial = $derived.by(() => {
		const [a, b] = [this.seen, this.layout.bounds];
		const isIn = a.x <= b.x && a.y <= b.y;
		return !isIn || a.x + a.width < b.x + b.width || a.y + a.height < b.y + b.height;
	});
	/** What may be covered by a thing that floats over the picture. */
	readonly room = $derived({
		width: this.#width,
		top: this.#margins.top,
		bottom: this.#height - this.#margins.bottom
	});
	/** There is nothing left to fit. */
	readonly fitted = $derived(this.own === null && !this.#followed);

	/** To be made while a component is. */
	constructor(scene: () => Scene) {
		this.#scene = scene;
		this.#tween = this.#moving(() => this.#target, interpolateLayout);
		this.#glide = this.#moving(() => this.#aim);
	}

	/** Follows `of` in a calm move; what was only a guess at the size gives way at once. */
	#moving<T>(of: () => T, interpolate?: (from: T, to: T) => (part: number) => T): Tween<T> {
		const guess = untrack(of);
		const duration = (from: T) => (this.#scene().still || from === guess ? 0 : MOVE);
		return Tween.of(of, { duration, easing: cubicInOut, interpolate });
	}

	fit(): void {
		this.#asked = this.#followed && !this.#isWhole ? this.#whole : null;
		this.own = this.#asked;
	}

	/** Puts a point of the world into the middle. */
	centre(x: number, y: number): void {
		const { k } = this.camera;
		this.own = { x: this.#width / 2 - x * k, y: this.#height / 2 - y * k, k };
	}

	/** Puts `box` into the middle, near enough to be read. */
	show({ x, y, width, height }: Box): void {
		const { camera } = this;
		const k = Math.max(camera.k, COMFORTABLE / this.layout.density.small);
		const [left, top] = [this.#width / 2, this.#height / 2];
		this.own = { x: left - (x + width / 2) * k, y: top - (y + height / 2) * k, k };
	}

	/** The same, where it is not in sight. */
	bring(box: Box): void {
		const { x, y, width, height } = this.seen;
		const isLeft = box.x < x || box.y < y;
		if (isLeft || box.x + box.width > x + width || box.y + box.height > y + height) this.show(box);
	}

	enlarge(factor: number): void {
		const { camera } = this;
		const k = Math.min(ZOOM_LIMITS[1], Math.max(ZOOM_LIMITS[0], camera.k * factor));
		this.own = zoomAt(camera, this.#width / 2, this.#height / 2, k);
	}
}
