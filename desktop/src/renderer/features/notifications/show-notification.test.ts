// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { openConversationMessage } from '../../service-worker/open-conversation.ts';
import { openFromNotification } from '../../service-worker/open-from-notification.ts';
import { listenToNotificationClicks, showNotification } from './show-notification.ts';

const note = { title: 'Анна', body: 'Вы здесь?', conversationId: 'telegram:1:-5/3' };
const root = 'https://team.example/';

afterEach(() => vi.unstubAllGlobals());

/** As Chrome on Android: permission is given, and the constructor throws. */
const onAndroid = () => {
  const worker = Object.assign(new EventTarget(), {
    startMessages: vi.fn(),
    shown: [] as unknown[],
    getRegistration: async () => ({
      active: {},
      showNotification: async (title: string, options: object) => {
        worker.shown.push({ title, ...options });
      },
    }),
  });
  class Illegal {
    static permission = 'granted';
    constructor() {
      throw new TypeError("Failed to construct 'Notification': Illegal constructor.");
    }
  }
  vi.stubGlobal('Notification', Illegal);
  vi.stubGlobal('navigator', { serviceWorker: worker });
  return worker;
};

test('a notification is shown by the service worker where there is one, one for each conversation', async () => {
  const worker = onAndroid();
  await showNotification(note, () => undefined);
  expect(worker.shown).toMatchObject([
    {
      title: 'Анна',
      body: 'Вы здесь?',
      tag: note.conversationId,
      renotify: true,
      data: { conversationId: note.conversationId },
    },
  ]);
});

test('without a service worker the page shows it itself, and without permission nobody does', async () => {
  const shown: string[] = [];
  class Recorded {
    static permission = 'granted';
    constructor(title: string) {
      shown.push(title);
    }
  }
  vi.stubGlobal('Notification', Recorded);
  vi.stubGlobal('navigator', {});
  await showNotification(note, () => undefined);
  Recorded.permission = 'denied';
  await showNotification(note, () => undefined);
  expect(shown).toEqual(['Анна']);
});

const createPage = (url: string, focused = false) => ({
  url,
  focused,
  focus: vi.fn(async () => undefined),
  postMessage: vi.fn(),
});

test('a click brings the page in front that the person used last, which opens the conversation', async () => {
  const worker = onAndroid();
  const opened: string[] = [];
  const stop = listenToNotificationClicks((id) => opened.push(id));
  const pages = [
    createPage(`${root}chat/cafe`.replace('team', 'other')),
    createPage(`${root}#/leads`),
    createPage(root, true),
  ];
  const openWindow = vi.fn(async () => undefined);
  const clients = { matchAll: async () => pages, openWindow };
  await openFromNotification(clients, root, openConversationMessage(note.conversationId));
  expect(pages.map(({ focus }) => focus.mock.calls.length)).toEqual([0, 0, 1]);
  for (const [message] of pages[2]?.postMessage.mock.calls ?? []) {
    worker.dispatchEvent(new MessageEvent('message', { data: message }));
  }
  worker.dispatchEvent(new MessageEvent('message', { data: { kind: 'another' } }));
  expect(opened).toEqual([note.conversationId]);
  expect(openWindow).not.toHaveBeenCalled();
  stop();
  worker.dispatchEvent(new MessageEvent('message', { data: openConversationMessage('c') }));
  expect(opened).toHaveLength(1);
});

test('a click after the last page was closed opens the workspace at the conversation', async () => {
  const openWindow = vi.fn(async () => undefined);
  const clients = { matchAll: async () => [], openWindow };
  await openFromNotification(clients, root, openConversationMessage(note.conversationId));
  expect(openWindow).toHaveBeenCalledWith(`${root}#/inbox/telegram%3A1%3A-5%2F3`);
});
