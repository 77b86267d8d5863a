import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { createBackoff } from '@inbetwin/shared/timing/backoff.ts';
import type { RetryLimits } from '@inbetwin/shared/timing/retry-delay.ts';
import { repeatUntil } from '@inbetwin/shared/timing/retry-until.ts';
import { createTurns } from '@inbetwin/shared/timing/turns.ts';
import { createFileFetch } from './file-fetch.ts';
import { type FileStore, openFileStore } from './file-store.ts';
import { obtainFile } from './obtain-file.ts';
import type { FilesParts, OpenFiles } from './original-files.ts';
import { isSentWithReply, type RepliesByFile, readReplyStates, withoutOlderReplies } from './own-replies.ts';
import { findSources } from './own-sources.ts';
import { openRemote } from './pouch.ts';
import { sendFiles } from './send-files.ts';
import { createWakeSignal } from './wake-signal.ts';

const BACKOFF: RetryLimits = { firstRetryMs: 1_000, longestRetryMs: 60_000, longestStoreRetryMs: 60_000 };

/** Opens the originals of a workspace, and sends those that the server lacks until it is closed. */
export const openFiles = (parts: FilesParts, tell: () => void): OpenFiles => {
  const { workspace, session, replication, isLocal } = parts;
  const closing = new AbortController();
  const { signal } = closing;
  const store = openFileStore(workspace.name);
  const remote = openRemote(createFileFetch({ session, signal }));
  const backoff = createBackoff(BACKOFF);
  const wakeSignal = createWakeSignal();
  const isOnline = (): boolean => replication.state().status === 'online';
  /** With each new connection the server is asked about all originals, because it may have been restored from an older backup. */
  let asksForAll = true;

  const send = async (): Promise<void> => {
    const sendable = await removeGone(parts, store);
    if (isLocal || !isOnline()) return;
    const { held, refused } = await store.standing();
    const isOpen = (digest: string): boolean => !held.includes(digest) && !(digest in refused);
    await sendFiles({ store, remote, onChange: tell }, asksForAll ? sendable : sendable.filter(isOpen));
    asksForAll = false;
  };

  const sendWhenAsked = async (): Promise<void> => {
    await wakeSignal.wait(signal);
    if (!signal.aborted) await send();
  };
  const sendUntilClosed = (): Promise<void> =>
    repeatUntil(signal, sendWhenAsked, {
      backoff,
      onFailed: (error) => {
        tellNotSent(error);
        wakeSignal.wake();
      },
    });

  const unwatch = watch(parts, (change) => {
    if (change === 'connected') asksForAll = true;
    if (change === 'connected') backoff.wake();
    wakeSignal.wake();
  });
  /** A conversation may show many images at once, and the server limits concurrent downloads per person. */
  const inOrder = createTurns();
  const sending = inTurn(`inbetwin.files.${workspace.name}`, signal, sendUntilClosed);

  return {
    keep: async (digest, bytes) => {
      await store.keep(digest, bytes);
      tell();
    },
    assign: (digests, messageId) =>
      store.changeStanding(({ replies, ...standing }) => ({
        ...standing,
        replies: {
          ...replies,
          ...Object.fromEntries(
            digests.map((digest) => [digest, [...new Set([...(replies[digest] ?? []), messageId])]] as const),
          ),
        },
      })),
    discard: async (digest) => {
      const [source, { held, replies }] = [
        (await findSources(workspace, [digest], isLocal)).get(digest),
        await store.standing(),
      ];
      if (source?.isAlive || held.includes(digest) || digest in replies) return;
      await store.remove(digest);
      tell();
    },
    state: async (digest) => {
      const [isHere, { held, refused }] = [await store.has(digest), await store.standing()];
      const refusal = refused[digest];
      return { isHere, isSent: held.includes(digest), ...(refusal && { refusal }) };
    },
    obtain: (digest) =>
      inOrder(async () => {
        const bytes = isLocal ? await store.read(digest) : await obtainFile({ store, remote }, digest);
        tell();
        return bytes;
      }),
    wake: wakeSignal.wake,
    close: async () => {
      closing.abort();
      unwatch();
      await sending;
      await store.close();
    },
  };
};

/** Deletes originals whose sources are deleted; resolves to those whose sources or replies the server has. */
const removeGone = async ({ workspace, isLocal }: FilesParts, store: FileStore): Promise<readonly string[]> => {
  const digests = await store.list();
  const sources = await findSources(workspace, digests, isLocal);
  const { fresh, replies } = await store.standing();
  const replyStates = await readReplyStates(workspace, replies);
  const isGone = (digest: string): boolean => {
    const source = sources.get(digest);
    return source?.isGone === true && source.isSettled && !fresh.includes(digest) && !(digest in replies);
  };
  for (const digest of digests.filter(isGone)) await store.remove(digest);
  const seen = new Set(fresh.filter((digest) => sources.get(digest)?.isAlive));
  if (seen.size > 0 || countReplies(withoutOlderReplies(replies, replyStates)) < countReplies(replies)) {
    await store.changeStanding((now) => ({
      ...now,
      fresh: now.fresh.filter((one) => !seen.has(one)),
      replies: withoutOlderReplies(now.replies, replyStates),
    }));
  }
  const isOfSource = (digest: string): boolean =>
    sources.get(digest)?.isAlive === true && sources.get(digest)?.isSettled === true;
  return digests.filter((digest) => isOfSource(digest) || isSentWithReply(digest, replies, replyStates));
};

const countReplies = (replies: RepliesByFile): number => Object.values(replies).flat().length;

/** Calls `listener` when there may be something to send or remove. */
const watch = (
  { workspace, replication }: FilesParts,
  listener: (change: 'connected' | 'documents') => void,
): (() => void) => {
  const now = () => ({ isOnline: replication.state().status === 'online', pending: replication.state().pending });
  let before = now();
  const unsubscribe = replication.subscribe(() => {
    const [was, is] = [before, now()];
    before = is;
    if (is.isOnline && !was.isOnline) listener('connected');
    else if (is.pending < was.pending) listener('documents');
  });
  const documents = workspace.collections.sources.$.subscribe(() => listener('documents'));
  return () => {
    unsubscribe();
    documents.unsubscribe();
  };
};

/** Only one window sends at a time. */
const inTurn = async (name: string, signal: AbortSignal, task: () => Promise<void>): Promise<void> => {
  const { locks } = globalThis.navigator ?? {};
  if (!locks) return task();
  try {
    await locks.request(name, { signal }, task);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

const tellNotSent = (error: unknown): void => {
  // Waiting for the network or a sign-in is shown by the status line.
  if (!(error instanceof Failure)) return;
  // biome-ignore lint/suspicious/noConsole: it is tried again, and each source tells what is not sent; whoever wonders why finds it here
  console.info('Originals wait to be sent.', error);
};
