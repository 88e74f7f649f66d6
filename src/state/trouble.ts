/** What the page says of the engine beside what the run says, and how often it is tried again. */
export type Trouble = 'restarted' | 'fallen-back' | 'lost';

/** Losses of the engine after which no more is tried. */
export const ATTEMPTS = 3;
