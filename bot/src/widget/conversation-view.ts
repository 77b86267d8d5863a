import type { ChatState } from './chat.ts';
import { openChoices } from './conversation.ts';
import { type PendingActions, startOfDay, viewChoices, viewDay, viewMessage, viewPending } from './message-view.ts';
import { make, pagePart } from './page-parts.ts';
import type { Words } from './words.ts';

/** Within this distance from the end, the view follows new messages. */
const NEAR_END_PX = 80;

type MessageActions = {
  readonly now: () => number;
  readonly choose: (messageId: string, choice: string) => void;
  readonly removeSent: (messageId: string) => void;
};

type Row = { readonly key: string; readonly signature: string; readonly draw: () => HTMLElement };

/** Renders the conversation. Unchanged rows keep their elements, so that screen readers announce only new messages and nothing jumps. */
export const createConversationView = (words: Words, actions: PendingActions & MessageActions) => {
  const parts = {
    scroll: pagePart('scroll'),
    log: pagePart('log'),
    welcome: pagePart('welcome'),
    note: pagePart('note'),
    typing: pagePart('typing'),
    connection: pagePart('connection'),
    earlier: pagePart('earlier'),
    latest: pagePart('latest'),
  };
  const shown = new Map<string, { readonly signature: string; readonly element: HTMLElement }>();
  let newestShown = '';
  let lastWritten = '';

  parts.scroll.tabIndex = 0;
  parts.welcome.append(make('h2', '', words.greeting), make('p', '', words.welcome));
  parts.earlier.textContent = words.earlier;
  parts.latest.textContent = words.latest;
  parts.note.textContent = words.personWillAnswer;
  pagePart('typing-words').textContent = words.typing;

  const isNearEnd = () => parts.scroll.scrollHeight - parts.scroll.scrollTop - parts.scroll.clientHeight < NEAR_END_PX;
  const toEnd = () => {
    parts.scroll.scrollTop = parts.scroll.scrollHeight;
    parts.latest.hidden = true;
  };
  parts.latest.addEventListener('click', toEnd);
  let atEnd = true;
  parts.scroll.addEventListener('scroll', () => {
    atEnd = isNearEnd();
    if (atEnd) parts.latest.hidden = true;
  });
  // An on-screen keyboard or a growing message box must not hide the last message.
  new ResizeObserver(() => {
    if (atEnd) toEnd();
  }).observe(parts.scroll);

  const rowsOf = (state: ChatState): readonly Row[] => {
    const { messages, pending } = state;
    const open = openChoices(state);
    const today = startOfDay(actions.now());
    const written = messages.flatMap((message, index): readonly Row[] => {
      const previous = messages[index - 1];
      const newDay = !previous || startOfDay(previous.sentAt) !== startOfDay(message.sentAt);
      const first = newDay || previous.from !== message.from || previous.name !== message.name;
      // How far a message came is not shown to the visitor, and must not be read out as news.
      const { delivery: _, ...visible } = message;
      const row = {
        key: message.id,
        signature: JSON.stringify([visible, first]),
        draw: () => viewMessage(message, { first, words, readFile: actions.readFile, remove: actions.removeSent }),
      };
      const day = startOfDay(message.sentAt);
      const separator = {
        key: `day-${day}`,
        signature: String(today),
        draw: () => viewDay(message.sentAt, actions.now(), words),
      };
      return newDay ? [separator, row] : [row];
    });
    const unsent = pending.map((message, index) => {
      const first = index === 0 && messages.at(-1)?.from !== 'visitor';
      return {
        key: message.id,
        signature: `pending ${message.state} ${first}`,
        draw: () => viewPending(message, { first, words, actions }),
      };
    });
    const { id = '', choices = [] } = open ?? {};
    const offered = {
      key: `choices-${id}`,
      signature: '',
      draw: () => viewChoices(choices, words, (choice) => actions.choose(id, choice)),
    };
    return [...written, ...unsent, ...(open ? [offered] : [])];
  };

  const drawRows = (rows: readonly Row[]): void => {
    const wanted = new Set(rows.map(({ key }) => key));
    for (const [key, { element }] of shown) {
      if (wanted.has(key)) continue;
      element.remove();
      shown.delete(key);
    }
    let place: Element | null = parts.log.firstElementChild;
    for (const { key, signature, draw } of rows) {
      const known = shown.get(key);
      if (known?.signature === signature) {
        if (known.element === place) place = place.nextElementSibling;
        else parts.log.insertBefore(known.element, place);
        continue;
      }
      const element = draw();
      if (known?.element === place) place = place.nextElementSibling;
      if (known) {
        element.classList.add('settled');
        known.element.replaceWith(element);
      } else parts.log.insertBefore(element, place);
      shown.set(key, { signature, element });
    }
  };

  /** In the row that is there: a new one would take the focus from its button. */
  const showProgress = ({ pending }: ChatState): void => {
    for (const { id, progress = 0 } of pending) {
      const bar = shown.get(id)?.element.querySelector('progress');
      if (bar) bar.value = progress * 100;
    }
  };

  return (state: ChatState): void => {
    const wasAtEnd = isNearEnd();
    const heightBefore = parts.scroll.scrollHeight;
    const firstBefore = parts.log.firstElementChild;
    drawRows(rowsOf(state));
    showProgress(state);
    parts.welcome.hidden = !state.loaded || state.messages.length + state.pending.length > 0;
    parts.earlier.hidden = state.earlier === undefined;
    parts.note.hidden = state.awaited !== 'person';
    parts.typing.hidden = state.awaited !== 'agent';
    parts.connection.textContent = words[state.connection];
    parts.connection.dataset.state = state.connection;

    const newest = state.messages.at(-1)?.id ?? '';
    const written = state.pending.at(-1)?.id ?? '';
    const hasWritten = written !== '' && written !== lastWritten;
    const grewAbove = firstBefore !== null && firstBefore !== parts.log.firstElementChild && newest === newestShown;
    if (grewAbove) parts.scroll.scrollTop += parts.scroll.scrollHeight - heightBefore;
    else if (wasAtEnd || hasWritten) toEnd();
    else if (newest !== newestShown) parts.latest.hidden = false;
    newestShown = newest;
    lastWritten = written;
  };
};
