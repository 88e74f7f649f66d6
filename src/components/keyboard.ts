// The page's one Keyboard, handed down to every component that announces its key.
import { createContext } from 'svelte';
import type { Keyboard } from '#state/keyboard.svelte.ts';
import { ariaKeys, type Action } from './shortcuts.ts';

export const [getKeyboard, setKeyboard] = createContext<Keyboard>();

/** For aria-keyshortcuts: none while the shortcuts are switched off. Call it while the component is made. */
export function createAnnouncer(): (action: Action) => string | undefined {
	const keyboard = getKeyboard();
	return (action) => (keyboard.on ? ariaKeys(action) : undefined);
}
