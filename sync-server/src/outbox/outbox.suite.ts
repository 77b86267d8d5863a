import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChannelConnection, OutboundPart } from '@inbetwin/bot/channels/channel.ts';
import type { ChannelTiming } from '@inbetwin/bot/channels/timing.ts';
import type { Burst } from '@inbetwin/shared/agents/runs/session.ts';
import { createTeamRuns } from '@inbetwin/shared/agents/runs/team-runs.ts';
import type { ChannelCapabilities } from '@inbetwin/shared/channels/kind.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { conversationIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { type ReceivedMessage, receiveMessage } from '@inbetwin/shared/conversations/receive.ts';
import type { ModelProvider } from '@inbetwin/shared/models/model.ts';
import { createNoModelProvider } from '@inbetwin/shared/models/no-model/no-model.ts';
import type { BlobStore } from '@inbetwin/shared/ports/blob-store.ts';
import { createRisingClock, type RisingClock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import type { Logger } from '@inbetwin/shared/ports/logger.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { searchOver } from '@inbetwin/shared/testing/search-over.ts';
import { onTestFinished, vi } from 'vitest';
import { openMessageFiles } from '../files/message-files.ts';
import { duties } from '../processes/roles.ts';
import { createDiskBlobStore } from '../store/blobs/disk-blob-store.ts';
import { createDispatcher } from './dispatcher.ts';
import type { TeamRuns } from './options.ts';

export const quick: ChannelTiming = { pollSeconds: 1, requestMs: 1000, firstRetryMs: 4, longestRetryMs: 20 };
export const account = '42';
export const conversationId = conversationIdOf({ channel: 'telegram', account, chatId: '7' });

const passage = { passageId: 'p', sourceId: 's', title: 'Прайс', text: 'Предоплата составляет 30 %.' };

/** Finds its one passage whatever it is asked. */
export const anySearch = searchOver(() => [passage]);

/** An account whose platform does what `behave` says: return to accept the part, throw to refuse it. */
export const createConnection = (
  behave: (part: OutboundPart, attempt: number) => Promise<void> | undefined = () => undefined,
  download: ChannelConnection['download'] = async () => {
    throw new Failure('file.gone', 'There are no files.', 'Send one.');
  },
) => {
  const sent: OutboundPart[] = [];
  let attempts = 0;
  const connection: ChannelConnection = {
    account,
    name: 'bot',
    health: () => ({ state: 'connected', name: 'bot' }),
    start: async () => undefined,
    stop: async () => undefined,
    send: async (part) => {
      attempts += 1;
      await behave(part, attempts);
      sent.push(part);
      return { platformId: `p${sent.length}` };
    },
    showTyping: async () => undefined,
    download,
  };
  return { connection, sent, attempts: () => attempts };
};

export const createLog = () => {
  const lines: { readonly level: string; readonly message: string }[] = [];
  const at = (level: string) => (_values: object, message: string) => {
    lines.push({ level, message });
  };
  const log: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return { log, lines };
};

type Options = {
  readonly store?: DocumentStore;
  readonly connectionOf?: () => ChannelConnection | undefined;
  readonly runAgents?: TeamRuns['run'];
  readonly unknownOutcome?: 'resend' | 'resend-once-marked';
  readonly maxTextLength?: number;
  readonly maxBytesIn?: number;
  readonly maxBytesOut?: number;
  /** They outlive a server, as its store does. */
  readonly blobs?: BlobStore;
  readonly capabilities?: Partial<ChannelCapabilities>;
  /** Instead of the machine's clock. */
  readonly now?: () => number;
  readonly timing?: ChannelTiming;
  /** Raised above what is stored, as at a start of the server. */
  readonly clock?: RisingClock;
  readonly burst?: Burst;
  /** Resolves when what a person handed back may be answered. */
  readonly holdHandedBack?: () => Promise<void> | undefined;
  /** Instead of the rules. */
  readonly model?: ModelProvider;
};

/** On a disk: a folder that is made with the first file, and removed after the test. */
export const newBlobs = (): BlobStore => {
  const folder = join(tmpdir(), `inbetwin-outbox-${randomUUID()}`);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return createDiskBlobStore(folder);
};

/** Waits for what the outbox does by itself. */
export const until = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { interval: 3 });

/** One life of the server: its dispatcher over a store that outlives it. It stops with the test, or before. */
export const startLife = (options: Options = {}) => {
  const store = options.store ?? createMemoryStore();
  const documents = openTeamDocuments(store, 'crew');
  const clock =
    options.clock ?? createRisingClock(options.now ?? Date.now, options.now ? () => 0 : () => performance.now());
  const { log, lines } = createLog();
  const { burst } = options;
  const { model = createNoModelProvider() } = options;
  const dependencies = { documents, clock, search: anySearch, model, ...(burst && { burst }) };
  const dispatcher = createDispatcher({
    store,
    connectionOf: options.connectionOf ?? (() => undefined),
    capabilitiesOf: () => ({
      maxTextLength: options.maxTextLength ?? 4096,
      showsCitations: false,
      unknownOutcome: options.unknownOutcome ?? 'resend-once-marked',
      files: { maxBytesIn: options.maxBytesIn ?? 1_000_000, maxBytesOut: options.maxBytesOut ?? 1_000_000 },
      ...options.capabilities,
    }),
    log,
    timing: options.timing ?? quick,
    random: () => 0.5,
  });
  const teamRuns = createTeamRuns(dependencies);
  const runs: TeamRuns = {
    ...teamRuns,
    ...(options.runAgents && { run: options.runAgents }),
    runHandedBack: async (...handedBack) => {
      await options.holdHandedBack?.();
      return teamRuns.runHandedBack(...handedBack);
    },
  };
  // What is registered last runs first: nothing is written any more when the folder goes.
  const blobs = options.blobs ?? newBlobs();
  onTestFinished(() => dispatcher.stop());
  const files = openMessageFiles({ store, blobs, teamId: 'crew' });
  for (const duty of duties) dispatcher.addTeam(duty, 'crew', { documents, runs, files, clock });
  let count = 0;
  return {
    store,
    blobs,
    files,
    documents,
    clock,
    dispatcher,
    dependencies,
    runs: teamRuns,
    log: lines,
    receive: (input: Partial<ReceivedMessage> = {}) => {
      count += 1;
      const message: ReceivedMessage = {
        channel: 'telegram',
        account,
        chatId: '7',
        messageId: String(count),
        sender: { externalId: `u${input.chatId ?? '7'}`, name: 'Анна' },
        text: 'Какая предоплата?',
        sentAt: Date.now(),
        ...input,
      };
      return receiveMessage(documents, message, clock());
    },
    messages: async (chatId = '7') => {
      const equals = [conversationIdOf({ channel: 'telegram', account, chatId })];
      return (await documents.messages.find({ index: ['conversationId', 'createdAt'], equals, limit: 500 })).items;
    },
    replies: async function (chatId = '7') {
      return (await this.messages(chatId)).filter(({ direction }) => direction === 'outbound');
    },
  };
};
