import { type Language, languageSchema } from '@inbetwin/shared/entities/fields.ts';
import { useSyncExternalStore } from 'react';
import { changeLanguage, preferredLanguage } from '../i18n/i18n.ts';
import { createListeners } from './listeners.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export type Preferences = {
  readonly theme: Theme;
  readonly language: Language;
  /** The customer's card beside a conversation is open. */
  readonly context: boolean;
  /** Shortcuts of one letter work; a screen reader or voice control may need them off. */
  readonly singleKeys: boolean;
};

const KEY = 'inbetwin.preferences';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const readStored = (): Record<string, unknown> => {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? '{}');
    return isRecord(stored) ? stored : {};
  } catch {
    return {}; // Somebody else's value: as good as none.
  }
};

const read = (): Preferences => {
  const stored = readStored();
  return {
    theme: themes.find((theme) => theme === stored.theme) ?? 'system',
    language: languageSchema.safeParse(stored.language).data ?? preferredLanguage(navigator.languages),
    context: stored.context !== false,
    singleKeys: stored.singleKeys !== false,
  };
};

const listeners = createListeners();
let current: Preferences = read();

const apply = (preferences: Preferences): void => {
  if (preferences.theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = preferences.theme;
};

const publish = (next: Preferences): void => {
  if (next.language !== current.language) changeLanguage(next.language);
  current = next;
  apply(next);
  listeners.tell();
};

export const preferences = {
  get: (): Preferences => current,
  set: (change: Partial<Preferences>): void => {
    window.localStorage.setItem(KEY, JSON.stringify({ ...current, ...change }));
    publish({ ...current, ...change });
  },
  /** Puts them on the page, and follows the other windows. */
  start: (): void => {
    apply(current);
    window.addEventListener('storage', (event) => {
      if (event.key === KEY) publish(read());
    });
  },
};

export const usePreferences = (): Preferences => useSyncExternalStore(listeners.subscribe, preferences.get);
