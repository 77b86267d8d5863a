import type { PendingMessage } from '../conversation.ts';
import { make } from '../page-parts.ts';
import type { ChatMessage } from '../protocol.ts';
import type { Words } from '../words.ts';
import { type ReadFile, viewFiles } from './file-view.ts';

const linkPattern = /https?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)\]}'’”]/g;

/** Splits the text into plain text and links. */
const textWithLinks = (text: string): readonly (Node | string)[] => {
  const parts: (Node | string)[] = [];
  let from = 0;
  for (const match of text.matchAll(linkPattern)) {
    const link = make('a', '', match[0]);
    link.href = match[0];
    link.target = '_blank';
    link.rel = 'noopener noreferrer nofollow';
    parts.push(text.slice(from, match.index), link);
    from = match.index + match[0].length;
  }
  return [...parts, text.slice(from)];
};

/** Renders a message; with `first`, the first of several messages by one author, its author is shown. */
export const viewMessage = (
  message: ChatMessage,
  {
    first,
    words,
    readFile,
    remove,
  }: {
    readonly first: boolean;
    readonly words: Words;
    readonly readFile: ReadFile;
    readonly remove: (id: string) => void;
  },
): HTMLElement => {
  const element = make('article', `message from-${message.from}${first ? ' first' : ''}`);
  element.append(authorOf(message, first, words));
  if (message.files) element.append(viewFiles(message.files, { words, readFile }));
  if (message.text !== '') element.append(make('p', 'text', ...textWithLinks(message.text)));
  if (message.deleted) element.append(make('p', 'text gone', words.deleted));
  element.append(timeOf(message.sentAt, words));
  if (message.from === 'visitor' && !message.deleted) element.append(viewRemoval(message.id, words, remove));
  if (message.sources.length > 0) element.append(viewSources(message, words));
  return element;
};

/** Buttons that answer the message. */
export const viewChoices = (
  choices: readonly string[],
  words: Words,
  choose: (choice: string) => void,
): HTMLElement => {
  const row = make('div', 'choices');
  row.setAttribute('role', 'group');
  row.setAttribute('aria-label', words.choices);
  for (const choice of choices) {
    const button = make('button', 'choice', choice);
    button.type = 'button';
    button.addEventListener('click', () => choose(choice));
    row.append(button);
  }
  return row;
};

/** Asks for confirmation before the message is deleted. */
const viewRemoval = (id: string, words: Words, remove: (id: string) => void): HTMLElement => {
  const button = make('button', 'action removal', words.remove);
  button.type = 'button';
  let isAsked = false;
  const ask = (asked: boolean): void => {
    isAsked = asked;
    button.textContent = asked ? words.confirmRemoval : words.remove;
  };
  button.addEventListener('click', () => (isAsked ? remove(id) : ask(true)));
  button.addEventListener('blur', () => ask(false));
  return button;
};

const authorOf = (message: ChatMessage, first: boolean, words: Words): HTMLElement => {
  const names = { visitor: words.you, agent: words.assistant, person: message.name ?? words.person };
  const shown = first && message.from !== 'visitor';
  return make('p', shown ? 'author' : 'author unseen', names[message.from]);
};

const timeOf = (sentAt: number, words: Words): HTMLElement => {
  const at = new Date(sentAt);
  const time = make('time', 'time', at.toLocaleTimeString(words.locale, { hour: '2-digit', minute: '2-digit' }));
  time.dateTime = at.toISOString();
  time.title = at.toLocaleString(words.locale, { dateStyle: 'long', timeStyle: 'short' });
  return time;
};

/** Numbered buttons; each opens the passage that the answer is based on. */
const viewSources = ({ id, sources }: ChatMessage, words: Words): HTMLElement => {
  const chips = make('ul', 'chips');
  chips.setAttribute('aria-label', words.sources);
  const quote = make('blockquote', 'quote');
  quote.id = `quote-${id}`;
  quote.hidden = true;
  const buttons = sources.map((source, index) => {
    const chip = make('button', 'chip', make('b', '', String(index + 1)), make('span', '', source.title));
    chip.type = 'button';
    chip.title = source.title;
    chip.setAttribute('aria-expanded', 'false');
    chip.setAttribute('aria-controls', quote.id);
    chip.addEventListener('click', () => {
      const opens = chip.getAttribute('aria-expanded') === 'false';
      for (const other of buttons) other.setAttribute('aria-expanded', String(opens && other === chip));
      quote.hidden = !opens;
      quote.textContent = opens ? source.quote : '';
    });
    return chip;
  });
  chips.append(...buttons.map((chip) => make('li', '', chip)));
  return make('div', 'sources', chips, quote);
};

/** What the visitor can do with a message that was not accepted. */
export type PendingActions = {
  readonly retry: (id: string) => void;
  readonly remove: (id: string) => void;
  readonly readFile: ReadFile;
};

/** Renders a message that is not confirmed yet, with its state and, if it was refused, buttons to retry or remove it. */
export const viewPending = (
  message: PendingMessage,
  { first, words, actions }: { readonly first: boolean; readonly words: Words; readonly actions: PendingActions },
): HTMLElement => {
  const element = make('article', `message from-visitor ${message.state}${first ? ' first' : ''}`);
  element.append(make('p', 'author unseen', words.you));
  if (message.file) element.append(viewFiles([message.file], { words, readFile: actions.readFile }));
  else element.append(make('p', 'text', ...textWithLinks(message.text)));
  if (message.state === 'sending' && message.file) {
    const cancel = action(words.cancel, () => actions.remove(message.id));
    element.append(make('p', 'status', viewProgress(words), cancel));
    return element;
  }
  if (message.state === 'sending') {
    const clock = make('p', 'time clock', '…');
    clock.setAttribute('aria-label', words.sending);
    clock.title = words.sending;
    element.append(clock);
    return element;
  }
  const status = make('p', 'status', message.state === 'waiting' ? words.waiting : words.refused);
  status.append(action(words.retry, () => actions.retry(message.id)));
  if (message.state === 'refused' || message.file)
    status.append(action(words.remove, () => actions.remove(message.id)));
  element.append(status);
  return element;
};

const viewProgress = (words: Words): HTMLElement => {
  const bar = make('progress', 'progress');
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute('aria-label', words.sending);
  return bar;
};

const action = (label: string, run: () => void): HTMLElement => {
  const button = make('button', 'action', label);
  button.type = 'button';
  button.addEventListener('click', run);
  return button;
};

/** Renders the separator between days. */
export const viewDay = (sentAt: number, now: number, words: Words): HTMLElement => {
  const day = new Date(sentAt);
  const ago = Math.round((startOfDay(now) - startOfDay(sentAt)) / 86_400_000);
  const sameYear = day.getFullYear() === new Date(now).getFullYear();
  const date = day.toLocaleDateString(words.locale, {
    day: 'numeric',
    month: 'long',
    ...(!sameYear && { year: 'numeric' }),
  });
  const element = make('p', 'day', ago <= 0 ? words.today : ago === 1 ? words.yesterday : date);
  return element;
};

/** Midnight of the day, in the visitor's time zone, in milliseconds since the epoch. */
export const startOfDay = (time: number): number => new Date(time).setHours(0, 0, 0, 0);
