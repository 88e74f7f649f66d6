// The words of the catalogue in which a step is told.
import { m } from '#messages';
import type { Words } from '#scene/narrate.ts';
import { phaseWord } from './phase-words.ts';

export const words: Words = {
	place: (inputs) => m.narrate_place(inputs),
	phase: phaseWord,
	computes: (inputs) => m.narrate_computes(inputs),
	helps: (inputs) => m.narrate_helps(inputs)
};
