// The language of the texts: a rune behind the catalogues, so that switching needs no reload.
import {
	baseLocale,
	getLocale,
	locales,
	overwriteGetLocale,
	setLocale,
	type Locale
} from '#messages/runtime.js';

export { locales, type Locale };

export class Language {
	#current = $state.raw<Locale>(baseLocale);

	constructor() {
		// pages are prerendered in the base language, whatever the machine that builds speaks
		if (typeof document === 'undefined') return;
		this.#current = getLocale();
		overwriteGetLocale(() => this.#current);
	}

	get current(): Locale {
		return this.#current;
	}

	/** Every text on the page follows at once; the choice is kept in this browser. */
	choose(locale: Locale): void {
		setLocale(locale, { reload: false });
		this.#current = locale;
		document.documentElement.lang = locale;
	}
}
