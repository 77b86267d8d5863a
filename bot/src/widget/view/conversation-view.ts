import type { ChatState } from '../chat-store.ts';
import { make, pagePart } from '../page-parts.ts';
import type { Words } from '../words.ts';
import { type ConversationActions, rowsOf } from './conversation-rows.ts';
import { createKeyedRows } from './keyed-rows.ts';
import { followEnd } from './scroll-follow.ts';

/** Returns a function that renders the conversation in a given state. */
export const createConversationView = (words: Words, actions: ConversationActions) => {
  const parts = findParts();
  label(parts, words);
  const rows = createKeyedRows(parts.log);
  const follow = followEnd(parts.scroll, parts.latest);
  /** The newest message and the visitor's last message as of the previous rendering. */
  let last = { newest: '', written: '' };

  return (state: ChatState): void => {
    const settleScroll = follow.begin();
    const firstBefore = parts.log.firstElementChild;
    rows.draw(rowsOf(state, words, actions));
    // Updates existing rows, because replacing one would take the focus from its button.
    for (const { id, progress = 0 } of state.pending) showProgress(rows.find(id), progress);
    showSurroundings(parts, state, words);

    const next = { newest: state.messages.at(-1)?.id ?? '', written: state.pending.at(-1)?.id ?? '' };
    const hasNews = next.newest !== last.newest;
    settleScroll({
      hasNews,
      hasGrownAbove: firstBefore !== null && firstBefore !== parts.log.firstElementChild && !hasNews,
      hasWritten: next.written !== '' && next.written !== last.written,
    });
    last = next;
  };
};

const findParts = () => ({
  scroll: pagePart('scroll'),
  log: pagePart('log'),
  welcome: pagePart('welcome'),
  note: pagePart('note'),
  typing: pagePart('typing'),
  connection: pagePart('connection'),
  earlier: pagePart('earlier'),
  latest: pagePart('latest'),
});
type Parts = ReturnType<typeof findParts>;

const label = ({ scroll, welcome, earlier, latest, note }: Parts, words: Words): void => {
  scroll.tabIndex = 0;
  welcome.append(make('h2', '', words.greeting), make('p', '', words.welcome));
  earlier.textContent = words.earlier;
  latest.textContent = words.latest;
  note.textContent = words.personWillAnswer;
  pagePart('typing-words').textContent = words.typing;
};

/** Renders what surrounds the messages: the welcome, who answers, and the connection state. */
const showSurroundings = (parts: Parts, state: ChatState, words: Words): void => {
  parts.welcome.hidden = !state.loaded || state.messages.length + state.pending.length > 0;
  parts.earlier.hidden = state.earlier === undefined;
  parts.note.hidden = state.awaited !== 'person';
  parts.typing.hidden = state.awaited !== 'agent';
  parts.connection.textContent = words[state.connection];
  parts.connection.dataset.state = state.connection;
};

const showProgress = (row: HTMLElement | undefined, progress: number): void => {
  const bar = row?.querySelector('progress');
  if (bar) bar.value = progress * 100;
};
