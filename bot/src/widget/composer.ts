import { pagePart } from './page-parts.ts';
import { MAX_TEXT } from './protocol.ts';
import type { Words } from './words.ts';

/** When fewer characters than this remain, the visitor sees how many. */
const WARN_BELOW = 200;

type ComposerActions = {
  readonly write: (text: string) => void;
  readonly draft: string;
  readonly saveDraft: (text: string) => void;
};

/** The message box: it grows with its text, saves a draft, and never truncates a text that is too long. */
export const createComposer = (words: Words, { write, draft, saveDraft }: ComposerActions): void => {
  const form = pagePart('composer');
  const field = pagePart('text');
  const button = pagePart('send');
  const limit = pagePart('limit');

  pagePart('text-label').textContent = words.label;
  field.placeholder = words.placeholder;
  button.setAttribute('aria-label', words.send);
  button.title = words.send;

  const adapt = (): void => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
    const room = MAX_TEXT - field.value.trim().length;
    limit.textContent = room < 0 ? words.over(-room) : room < WARN_BELOW ? words.left(room) : '';
    field.setAttribute('aria-invalid', String(room < 0));
    button.disabled = field.value.trim() === '' || room < 0;
  };

  const submit = (): void => {
    const text = field.value.trim();
    if (text === '' || text.length > MAX_TEXT) return;
    field.value = '';
    saveDraft('');
    adapt();
    write(text);
    field.focus();
  };

  field.addEventListener('input', () => {
    saveDraft(field.value);
    adapt();
  });
  field.addEventListener('keydown', (event) => {
    // On a touch screen Enter inserts a line break, as the on-screen keyboard indicates.
    const sends = event.key === 'Enter' && !event.shiftKey && !event.isComposing;
    if (!sends || matchMedia('(pointer: coarse)').matches) return;
    event.preventDefault();
    submit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });

  field.value = draft;
  adapt();
  if (matchMedia('(pointer: fine)').matches) field.focus();
};
