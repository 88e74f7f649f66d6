/** What a reader can choose among, and what stands chosen before anybody has. */
import type { BackendName } from '#engine';

export type Size = 'own' | 'tiny' | 'custom';
export type BackendChoice = BackendName | 'auto';

export const FIRST_CHOICE = { lessonId: 'manual', size: 'own', seed: 0 } as const;
