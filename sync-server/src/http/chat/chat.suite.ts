import { hash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ChannelEvent } from '@inbetwin/bot/channels/channel.ts';
import { type History, historySchema } from '@inbetwin/bot/widget/protocol.ts';
import { webChatKind } from '@inbetwin/shared/channels/web-chat.ts';
import { problemSchema } from '@inbetwin/shared/contracts/errors.ts';
import { conversationIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { openConversation } from '@inbetwin/shared/conversations/open-conversation.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import { createRisingClock } from '@inbetwin/shared/ports/clock.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import express from 'express';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { createTeamChats } from '../../channels/team-chats.ts';
import { openMessageFiles } from '../../files/message-files.ts';
import { createDiskBlobStore } from '../../store/blobs/disk-blob-store.ts';
import { createTeamFeeds } from '../../sync/team-feeds.ts';
import { answerProblem } from '../machinery/problem.ts';
import { createChatRoutes } from './chat.ts';
import type { ChatLimits } from './chat-limits.ts';
import { createOpenPages, type OpenPages } from './open-pages.ts';

export const anna = '0123456789abcdef0123456789abcdef';
export const boris = 'fedcba9876543210fedcba9876543210';
const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };

let server: Server;

type Chat = {
  url: string;
  folder: string;
  pages: OpenPages;
  storeIsDown: boolean;
  blobs: BlobStore;
  documents: ReturnType<typeof openTeamDocuments>;
};

/** The chat of the running test; `useChat` opens one before each test. */
export const chat = {} as Chat;

const open = async (limits?: ChatLimits) => {
  const store = createMemoryStore();
  const clock = createRisingClock(Date.now, () => performance.now());
  const documentsOf = (teamId: string) => openTeamDocuments(store, teamId);
  chat.documents = documentsOf('team-1');
  const takeEvent = createTeamChats({
    store,
    documentsOf,
    clockOf: async () => clock,
    forgetFiles: async () => undefined,
  });
  chat.pages = createOpenPages({ feeds: createTeamFeeds({ store, log }), documentsOf, log });
  const teams = new Map([
    ['cafe', { id: 'team-1', name: 'Кафе <«У Дома»>' }],
    ['bar', { id: 'team-2', name: 'Bar' }],
  ]);
  const app = express();
  const findTeamBySlug = async (slug: string) => teams.get(slug);
  chat.blobs = createDiskBlobStore(path.join(chat.folder, 'blobs'));
  const messageFilesOf = (teamId: string) => openMessageFiles({ store, blobs: chat.blobs, teamId });
  const routes = {
    findTeamBySlug,
    documentsOf,
    messageFilesOf,
    pages: chat.pages,
    receive: async (teamId: string, event: ChannelEvent) => {
      if (chat.storeIsDown) throw new Error('disk on fire');
      await takeEvent(teamId, webChatKind.kind, event);
    },
    clock,
    pageFolder: chat.folder,
  };
  app.use(createChatRoutes(limits ? { ...routes, limits } : routes), answerProblem);
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  chat.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
};

const close = async () => {
  server.closeAllConnections();
  server.close();
  chat.pages.close();
};

/** Opens the chat of the teams `cafe` and `bar` before each test of a file, and closes it after. */
export const useChat = (): void => {
  beforeEach(async () => {
    chat.folder = mkdtempSync(path.join(tmpdir(), 'inbetwin-chat-'));
    mkdirSync(path.join(chat.folder, 'assets'));
    writeFileSync(path.join(chat.folder, 'index.html'), '<title>%TEAM%</title>');
    writeFileSync(path.join(chat.folder, 'not-found.html'), '<html lang="ru">');
    writeFileSync(path.join(chat.folder, 'assets', 'page-B3xY9_aZ.js'), '"page"');
    chat.storeIsDown = false;
    await open();
  });
  afterEach(async () => {
    await close();
    rmSync(chat.folder, { recursive: true, force: true });
  });
};

/** The same chat with other limits. */
export const reopen = async (limits: ChatLimits): Promise<void> => {
  await close();
  await open(limits);
};

export const write = (body: unknown, { visitor = anna, team = 'cafe', language = 'ru' } = {}) =>
  fetch(`${chat.url}/chat/${team}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-visitor': visitor, 'accept-language': language },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
export const read = async (visitor = anna, { team = 'cafe', query = '' } = {}): Promise<History> =>
  historySchema.parse(
    await (await fetch(`${chat.url}/chat/${team}/messages${query}`, { headers: { 'x-visitor': visitor } })).json(),
  );
export const sendFile = (bytes: Buffer, query: Readonly<Record<string, string>>, visitor = anna) =>
  fetch(`${chat.url}/chat/cafe/files?${new URLSearchParams({ name: 'план.pdf', ...query })}`, {
    method: 'POST',
    headers: { 'x-visitor': visitor, 'accept-language': 'ru' },
    body: new Uint8Array(bytes),
  });
export const problem = async (response: Response) => problemSchema.parse(await response.json());
export const conversationId = async () => (await stored())[0]?.conversationId ?? '';
export const stored = async () =>
  (await chat.documents.messages.find({ index: ['createdAt'], equals: [], limit: 500 })).items;

export const reply = async (text: string, changes: Partial<Message> = {}): Promise<void> => {
  const now = Date.now() + 60_000;
  await chat.documents.messages.put({
    id: `reply-${text}`,
    conversationId: await conversationId(),
    direction: 'outbound',
    author: { kind: 'agent', id: 'rag' },
    text,
    citations: [{ passageId: 'p', sourceId: 's', title: 'Меню', quote: 'Кофе 200 ₽' }],
    delivery: { state: 'queued', attempts: 0, platformIds: [] },
    sentAt: now,
    createdAt: now,
    ...changes,
  });
};

/** The chat's id of the visitor with this secret. */
export const chatIdOf = (visitor: string): string => hash('sha256', visitor).slice(0, 32);

/** Derives the conversation of the visitor's first message, as the outbox does. */
export const openConversationOf = async (
  visitor: string,
  mode: Conversation['mode'] = 'agent',
): Promise<Conversation> => {
  const ofVisitor = conversationIdOf({ ...webChatPlace, chatId: chatIdOf(visitor) });
  const message = (await stored()).find(({ conversationId }) => conversationId === ofVisitor);
  if (!message) throw new Error('The visitor has written nothing.');
  const conversation = await openConversation(chat.documents, message);
  await chat.documents.conversations.update(conversation.id, (current) => ({ ...current, mode }));
  return conversation;
};

const webChatPlace = { channel: webChatKind.kind, account: webChatKind.account };

/** Reads the live stream as text; `heard` resolves once it contains `what` this many times. */
export const listen = async (visitor = anna, team = 'cafe') => {
  const ended = new AbortController();
  const response = await fetch(`${chat.url}/chat/${team}/stream`, {
    headers: { 'x-visitor': visitor },
    signal: ended.signal,
  });
  let text = '';
  const reading = (async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
  })().catch(() => undefined);
  const count = (event: string) => text.split(`event:${event}\n`).length - 1;
  return {
    type: response.headers.get('content-type'),
    count,
    heard: (event: string, times = 1) => vi.waitFor(() => expect(count(event)).toBe(times)),
    /** Resolves when the server has ended it. */
    ended: reading,
    end: async () => {
      ended.abort();
      await reading;
    },
  };
};
