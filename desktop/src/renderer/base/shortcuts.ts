import { useEffect, useRef } from 'react';
import { byLetteredPlace } from './places.ts';
import { preferences } from './preferences.ts';

const SEQUENCE_MS = 1200;

/**
 * Every shortcut by its physical keys (`KeyboardEvent.code`), so that it also works in a Russian layout; `keys` are the labels on the
 * keycaps.
 */
export const shortcuts = {
  palette: { codes: ['Mod+KeyK'], keys: ['Ctrl', 'K'] },
  help: { codes: ['?'], keys: ['?'] },
  ...byLetteredPlace(({ letter }) => ({ codes: ['KeyG', `Key${letter}`], keys: ['G', letter] })),
  newLead: { codes: ['KeyC'], keys: ['C'] },
  next: { codes: ['KeyJ'], keys: ['J'] },
  previous: { codes: ['KeyK'], keys: ['K'] },
  reply: { codes: ['KeyR'], keys: ['R'] },
  context: { codes: ['BracketRight'], keys: [']'] },
  takeOver: { codes: ['KeyT'], keys: ['T'] },
  useSuggestion: { codes: ['KeyU'], keys: ['U'] },
  approve: { codes: ['KeyA'], keys: ['A'] },
  change: { codes: ['KeyE'], keys: ['E'] },
  refuse: { codes: ['KeyR'], keys: ['R'] },
  search: { codes: ['Slash'], keys: ['/'] },
  markRelevant: { codes: ['Digit2'], keys: ['2'] },
  markPartly: { codes: ['Digit1'], keys: ['1'] },
  markIrrelevant: { codes: ['Digit0'], keys: ['0'] },
  undoMark: { codes: ['KeyU'], keys: ['U'] },
} as const satisfies Record<string, { codes: readonly string[]; keys: readonly string[] }>;

/** The name of a shortcut. */
export type ShortcutName = keyof typeof shortcuts;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

const isBehindDialog = (): boolean =>
  document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;

const pressed = (event: KeyboardEvent): string | undefined => {
  if (event.altKey) return undefined;
  if (event.key === '?') return '?';
  const mod = event.ctrlKey || event.metaKey;
  if (event.shiftKey) return undefined;
  return mod ? `Mod+${event.code}` : event.code;
};

const singleAllowed = (event: KeyboardEvent): boolean =>
  preferences.get().singleKeys && !isTyping(event.target) && !isBehindDialog();

type Handlers = Partial<Record<ShortcutName, () => void>>;

const match = (codes: readonly string[], handlers: Handlers): (() => void) | undefined => {
  const names = Object.keys(shortcuts) as ShortcutName[];
  const found = names.find((name) => handlers[name] && shortcuts[name].codes.join() === codes.join());
  return found && handlers[found];
};

/** Registers handlers for shortcuts while the component is mounted. */
export const useShortcuts = (handlers: Handlers): void => {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    let first: { readonly code: string; readonly at: number } | undefined;
    const onKeyDown = (event: KeyboardEvent): void => {
      const code = pressed(event);
      if (code === undefined || (!code.startsWith('Mod+') && !singleAllowed(event))) return;
      const begun = first && event.timeStamp - first.at < SEQUENCE_MS ? first.code : undefined;
      first = code === 'KeyG' ? { code, at: event.timeStamp } : undefined;
      const handler = match(begun ? [begun, code] : [code], latest.current);
      if (!handler) return;
      event.preventDefault();
      handler();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
};
