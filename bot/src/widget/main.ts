import { startChat } from './chat.ts';
import type { ChatState } from './chat-store.ts';
import { createComposer } from './composer.ts';
import { createFilePicker } from './file-picker.ts';
import { pagePart } from './page-parts.ts';
import { connectToServer } from './server.ts';
import { createConversationView } from './view/conversation-view.ts';
import { chooseStorage, openVisitorStorage } from './visitor-storage.ts';
import { chooseLanguage, wordsOf } from './words.ts';

/** The address is `/chat/<team>`. */
const [, , team = ''] = location.pathname.split('/');
const teamName = document.title;

const language = chooseLanguage(navigator.languages);
const words = wordsOf(language);
document.documentElement.lang = language;

/** `crypto.randomUUID` is missing on pages served without TLS, so ids are made from random bytes. */
const randomBytes = () => crypto.getRandomValues(new Uint8Array(16));
const newId = () => Array.from(randomBytes(), (byte) => byte.toString(16).padStart(2, '0')).join('');

const storage = chooseStorage(() => localStorage);
const visitorStorage = openVisitorStorage(storage, team, randomBytes);

const server = connectToServer(`/chat/${team}`, visitorStorage.visitor);
const draw = createConversationView(words, {
  now: Date.now,
  readFile: server.readFile,
  choose: (messageId, choice) => {
    chat.choose(messageId, choice);
    // The button is gone, so keyboard users continue in the message box.
    pagePart('text').focus();
  },
  removeSent: (id) => {
    // Without a connection the message stays, and the page shows that it is offline.
    chat.removeSent(id).catch(() => chat.wake());
    pagePart('text').focus();
  },
  retry: (id) => chat.retry(id),
  remove: (id) => chat.remove(id),
});

let heard = 0;
let unread = 0;
/** Counts replies that arrive while the page is hidden, and shows the number in the title. */
const showUnread = ({ messages, loaded }: ChatState): void => {
  const replies = messages.filter(({ from }) => from !== 'visitor').length;
  if (loaded && document.hidden) unread += Math.max(0, replies - heard);
  if (loaded) heard = replies;
  document.title = unread > 0 ? `(${unread}) ${teamName}` : teamName;
};

const chat = startChat({
  server,
  visitorStorage,
  now: Date.now,
  monotonic: () => performance.now(),
  newId,
  isVisible: () => !document.hidden,
  show: (state) => {
    draw(state);
    showUnread(state);
  },
});

createComposer(words, { write: chat.write, draft: visitorStorage.draft(), saveDraft: visitorStorage.saveDraft });
createFilePicker(words, chat.attach);

pagePart('earlier').addEventListener('click', () => {
  chat.loadEarlier().catch(() => chat.wake());
});
window.addEventListener('online', chat.wake);
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  unread = 0;
  document.title = teamName;
  chat.wake();
});
