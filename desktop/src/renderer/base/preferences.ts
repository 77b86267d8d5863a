import { type Language, languageSchema } from '@inbetwin/shared/entities/declaring/fields.ts';
import { useSyncExternalStore } from 'react';
import { changeLanguage, preferredLanguage } from '../i18n/i18n.ts';
import { createListeners } from './listeners.ts';
import { reportFailure } from './report-failure.ts';

/** The color themes; `system` follows the operating system. */
export const themes = ['system', 'light', 'dark'] as const;
/** One of `themes`. */
export type Theme = (typeof themes)[number];

/** A person's display preferences, stored on this device. */
export type Preferences = {
  readonly theme: Theme;
  readonly language: Language;
  /** Whether the customer profile next to a conversation is open. */
  readonly context: boolean;
  /** Whether single-letter shortcuts are active; they can conflict with screen readers and voice control. */
  readonly singleKeys: boolean;
};

const KEY = 'inbetwin.preferences';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const readStored = (): Record<string, unknown> => {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? '{}');
    return isRecord(stored) ? stored : {};
  } catch {
    return {}; // Not a value of ours; use the defaults.
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
  if (next.language !== current.language) changeLanguage(next.language).catch(reportFailure);
  current = next;
  apply(next);
  listeners.tell();
};

/** Reads and changes the preferences, which are shared by all windows of the browser. */
export const preferences = {
  get: (): Preferences => current,
  set: (change: Partial<Preferences>): void => {
    window.localStorage.setItem(KEY, JSON.stringify({ ...current, ...change }));
    publish({ ...current, ...change });
  },
  /** Applies the preferences to the page and follows changes made in other windows. */
  start: (): void => {
    apply(current);
    window.addEventListener('storage', (event) => {
      if (event.key === KEY) publish(read());
    });
  },
};

/** The current preferences; re-renders when they change. */
export const usePreferences = (): Preferences => useSyncExternalStore(listeners.subscribe, preferences.get);
