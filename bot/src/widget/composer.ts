import { pagePart } from './page-parts.ts';
import { MAX_TEXT } from './protocol.ts';
import type { Words } from './words.ts';

/** From here on the visitor is told how much room is left. */
const WARN_BELOW = 200;

type ComposerActions = {
  readonly write: (text: string) => void;
  readonly draft: string;
  readonly keepDraft: (text: string) => void;
};

/** The box to write in: grows with its text, keeps a draft, and never loses a text that is too long. */
export const createComposer = (words: Words, { write, draft, keepDraft }: ComposerActions): void => {
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
    keepDraft('');
    adapt();
    write(text);
    field.focus();
  };

  field.addEventListener('input', () => {
    keepDraft(field.value);
    adapt();
  });
  field.addEventListener('keydown', (event) => {
    // On a touch screen Enter makes a new line, as its keyboard shows.
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
