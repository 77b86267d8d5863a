import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { CollectionName } from '@inbetwin/shared/entities/registry.ts';
import type { Workspace } from '../database/workspace-database.ts';
import { type BackoffLimits, createBackoff } from './backoff.ts';
import { createGate } from './gate.ts';
import { createGatewayClient } from './gateway-client.ts';
import { followStream } from './live-stream.ts';
import { type CollectionReplication, replicateCollection } from './replicate-collection.ts';
import type { LeaderState, ReplicationParts } from './start-replication.ts';
import { createSyncRecord } from './sync-record.ts';

/** For the first time: what the inbox shows comes first; each line starts when the one before it has its first documents. */
const lines: readonly (readonly CollectionName[])[] = [
  ['settings', 'conversations', 'contacts'],
  ['messages', 'leads', 'twins'],
  ['sources', 'passages', 'runs', 'judgements'],
];

/** A collection that cannot be pulled holds the ones behind it up no longer than this. */
const HEAD_START_MS = 5_000;

export type LeadParts = {
  readonly workspace: Workspace;
  readonly session: ReplicationParts['session'];
  readonly signal: AbortSignal;
  readonly tell: (state: LeaderState) => void;
  readonly backoff: BackoffLimits;
};

/** Replicates every collection over one live stream until `signal` aborts; resolves when all of it is still. */
export const leadReplication = async (parts: LeadParts): Promise<void> => {
  const { workspace, signal } = parts;
  const gate = createGate();
  const retries = createBackoff(parts.backoff);
  const reconnects = createBackoff(parts.backoff);
  const fetchOwn = fetchForPresentSession(parts.session);
  const record = await createSyncRecord(workspace, parts.tell);
  await workspace.refused.ready();

  const gateway = createGatewayClient({ fetch: fetchOwn, gate, backoff: retries, signal, onAnswer: record.answered });
  const replications = new Map<CollectionName, CollectionReplication>(
    lines
      .flat()
      .flatMap((name) =>
        name in workspace.collections ? [[name, replicateCollection({ workspace, name, gateway, record })]] : [],
      ),
  );
  const unwatch = watchReturns(parts.session, () => {
    reconnects.wake();
    retries.wake();
  });
  let wasReady = false;

  const streaming = followStream({
    fetch: fetchOwn,
    backoff: reconnects,
    signal,
    onEvent: (event) => {
      if (event.type === 'changes') replications.get(event.collection)?.receive(event);
      if (event.type === 'resync') replications.get(event.collection)?.resync();
      if (event.type !== 'ready') return;
      reconnects.reset();
      gate.open();
      record.status('online');
      // The first pulls wait at the gate; later ones must catch up with what passed while the stream was down.
      if (wasReady) for (const replication of replications.values()) replication.resync();
      wasReady = true;
    },
    onLost: (status) => {
      gate.close();
      record.status(status);
    },
  });
  const starting = startInOrder(replications, record.isFilled(), signal).then(record.filled);

  await aborted(signal);
  unwatch();
  await Promise.all([...replications.values()].map((replication) => replication.stop()));
  await Promise.all([streaming, starting, record.stop()]);
};

const startInOrder = async (
  replications: ReadonlyMap<CollectionName, CollectionReplication>,
  isFilled: boolean,
  signal: AbortSignal,
): Promise<boolean> => {
  const filling: Promise<void>[] = [];
  for (const names of isFilled ? [lines.flat()] : lines) {
    const line = names.map(async (name) => {
      const replication = replications.get(name);
      await replication?.start();
      await replication?.filled();
    });
    filling.push(...line);
    await Promise.race([Promise.all(line), elapsed(HEAD_START_MS, signal), aborted(signal)]);
    if (signal.aborted) return false;
  }
  await Promise.race([Promise.all(filling), aborted(signal)]);
  return !signal.aborted;
};

/** A team's documents must never travel with another team's token, whoever signs in meanwhile. */
const fetchForPresentSession = (session: LeadParts['session']) => {
  const owner = session.snapshot();
  return async (path: string, init: RequestInit): Promise<Response> => {
    const { user, team } = session.snapshot();
    if (user?.id !== owner.user?.id || team?.id !== owner.team?.id) {
      throw new Failure('auth.required', 'The session of this workspace is over.', 'Sign in again.');
    }
    return session.authorizedFetch(path, init);
  };
};

/** Moments at which waiting any longer makes no sense. */
const watchReturns = (session: LeadParts['session'], onReturn: () => void): (() => void) => {
  const unsubscribe = session.subscribe(onReturn);
  const onVisible = (): void => {
    if (document.visibilityState === 'visible') onReturn();
  };
  if (typeof window === 'undefined') return unsubscribe;
  window.addEventListener('online', onReturn);
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    unsubscribe();
    window.removeEventListener('online', onReturn);
    document.removeEventListener('visibilitychange', onVisible);
  };
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

const elapsed = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
