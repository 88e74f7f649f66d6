// Ways on the stage by keyboard, without a stop of the Tab key each: from a matrix, chip or card that
// has the focus, the arrow keys go round the ways that begin or end there, and back to it; so does Escape.
import { subjectOf } from '#scene/echo.ts';
import type { Trace } from '#engine/trace.ts';
import type { SceneModel } from '#scene/model.ts';
import { gradientWays, valueWays } from '#scene/ways.ts';

const TURNS: Readonly<Record<string, 1 | -1>> = {
	ArrowRight: 1,
	ArrowDown: 1,
	ArrowLeft: -1,
	ArrowUp: -1
};

/** A listener for keydown on the stage; true where the key was for it. */
export function createWayWalk(
	scene: () => { readonly trace: Trace; readonly model: SceneModel }
): (event: KeyboardEvent) => boolean {
	let origin: SVGElement | null = null;

	function ringAround(start: SVGElement, stage: Element): SVGElement[] {
		const { trace, model } = scene();
		const [id, part] = subjectOf(trace, model, Number(start.dataset.node))?.split(' ') ?? [];
		if (!id) return [start];
		const ids = part === 'gradient' ? gradientWays(model, id) : valueWays(model, id);
		const ways = ids.map((way) => stage.querySelector<SVGElement>(`[data-way="${way}"]`));
		return [start, ...ways.filter((way) => way !== null)];
	}

	return (event) => {
		const { target, currentTarget: stage, shiftKey } = event;
		if (!(target instanceof SVGElement) || !(stage instanceof Element) || shiftKey) return false;
		const isWay = target.dataset.way !== undefined;
		if (!isWay && target.dataset.node === undefined) return false;
		if (isWay && event.key === 'Escape') return (origin?.focus(), true);
		const turn = TURNS[event.key];
		if (!turn) return false;
		if (!isWay) origin = target;
		if (!origin) return false;
		const ring = ringAround(origin, stage);
		ring[(ring.indexOf(target) + turn + ring.length) % ring.length].focus();
		return true;
	};
}
