/** The slope that is being measured: of which entry, how far that has come, and at which step it is looked at. */
import type { CheckRow, GradientClaim, SlopeLab, Trace } from '#engine';
import { sizeOf } from '#engine/tensor.ts';
import { flatOf } from '#scene/grid.ts';
import type { EngineClient } from '#worker/client.ts';
import type { CellChoice } from './cell.ts';

/** What textbooks take for a step. */
const TEXTBOOK = 1e-5;

export interface Claimed {
	readonly trace: Trace;
	readonly claim: GradientClaim;
	/** The flat entry to begin with. */
	readonly entry: number;
}

/** The claim of a row in `trace`, at the chosen cell where that is one of it, else at the row's worst entry. */
export function claimedBy(trace: Trace, row: CheckRow, cell: CellChoice | null): Claimed | null {
	const claim = trace.claims.find(({ name, by }) => name === row.name && by === row.by);
	if (!claim) return null;
	const { shape } = trace.graph.nodes[claim.of];
	const isOfIt = cell && (cell.node === claim.node || cell.node === claim.of);
	const index = row.slope.worst?.index ?? shape.map(() => 0);
	const worst = flatOf(shape, index);
	return { trace, claim, entry: isOfIt ? cell.flat : Math.min(worst, sizeOf(shape) - 1) };
}

export class SlopeBench {
	lab = $state.raw<SlopeLab | null>(null);
	entry = $state(0);
	/** How much is measured, from 0 to 1; null while nothing is being measured. */
	share = $state<number | null>(null);
	/** The checker was lost, or has no slope to measure. */
	failed = $state(false);
	/** The rung that is looked at. */
	#rung = $state<number | null>(null);

	constructor(
		readonly engine: Pick<EngineClient, 'measure'>,
		readonly claimed: Claimed
	) {
		this.entry = claimed.entry;
	}

	/** At first the textbook's. */
	get rung(): number {
		if (this.#rung !== null) return this.#rung;
		return Math.max(0, this.lab?.steps.findIndex(({ step }) => step === TEXTBOOK) ?? 0);
	}

	set rung(rung: number) {
		const last = (this.lab?.steps.length ?? 1) - 1;
		this.#rung = Math.min(last, Math.max(0, rung));
	}

	get step() {
		return this.lab?.steps.at(this.rung) ?? null;
	}

	/** Measures `entry`. Whoever asks again meanwhile changes what is measured next. */
	async measure(entry = this.entry): Promise<void> {
		this.entry = entry;
		if (this.share !== null) return;
		const { trace, claim } = this.claimed;
		let measured: number;
		do {
			measured = this.entry;
			this.share = 0;
			try {
				this.lab = await this.engine.measure(trace, claim, measured, (share) => {
					if (this.share !== null) this.share = share;
				});
				this.failed = this.lab === null;
			} catch {
				this.failed = true;
			}
		} while (measured !== this.entry);
		this.share = null;
	}
}
