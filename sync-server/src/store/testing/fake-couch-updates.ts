import type { IncomingMessage } from 'node:http';
import type { Answer } from './fake-couch-answer.ts';

/** The feed of all databases is kept in a database of its own, which an operator may not have made. */
export const GLOBAL_CHANGES = '_global_changes';
/** CouchDB gathers updates for a moment. */
const GATHERING_MS = 20;

/** `_db_updates`: each database once, with its latest update. */
export type Updates = ReturnType<typeof createUpdates>;

export const createUpdates = () => {
  const latest = new Map<string, number>();
  const waiting = new Set<() => void>();
  let seq = 0;

  const read = (since: number): Answer => {
    const behind = [...latest].filter(([, at]) => at > since).sort(([, a], [, b]) => a - b);
    const results = behind.map(([db_name, at]) => ({ db_name, type: 'updated', seq: `${at}-x` }));
    return [200, { results, last_seq: `${seq}-x` }];
  };

  return {
    note: (name: string): void => {
      setTimeout(() => {
        seq += 1;
        latest.set(name, seq);
        for (const wake of [...waiting]) wake();
      }, GATHERING_MS).unref();
    },
    read: async (query: URLSearchParams, request: IncomingMessage): Promise<Answer> => {
      const since = query.get('since') === 'now' ? seq : Number.parseInt(query.get('since') ?? '0', 10);
      if (seq > since) return read(since);
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          waiting.delete(wake);
          request.socket.off('close', wake);
          resolve();
        };
        const timer = setTimeout(wake, Number(query.get('timeout') ?? 60_000));
        waiting.add(wake);
        request.socket.once('close', wake);
      });
      return read(since);
    },
  };
};
