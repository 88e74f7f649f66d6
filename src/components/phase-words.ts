// The words of the catalogue for the phases of an iteration.
import type { Phase } from '#engine';
import { m } from '#messages';

const PHASES: Readonly<Record<Phase, () => string>> = {
	setup: m.phase_setup,
	forward: m.phase_forward,
	loss: m.phase_loss,
	backward: m.phase_backward,
	update: m.phase_update,
	zero: m.phase_zero,
	after: m.phase_after
};

export function phaseWord(phase: Phase): string {
	return PHASES[phase]();
}
