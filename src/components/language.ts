// The page's one Language, handed down to every component.
import { createContext } from 'svelte';
import type { Language } from '#state/language.svelte.ts';

export const [getLanguage, setLanguage] = createContext<Language>();
