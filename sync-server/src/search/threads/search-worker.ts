import { parentPort, workerData } from 'node:worker_threads';
import { openBlobs } from '../../store/blobs/blob-place.ts';
import { createThreadEmbedders } from '../embedding/thread-embedder.ts';
import { sendFailure } from '../sent-failure.ts';
import { createTeamIndexes } from '../team-indexes.ts';
import type { FromThread, SearchCall, SearchWorkerData, ToThread } from './search-protocol.ts';

const post = (message: FromThread): void => parentPort?.postMessage(message);
const embedders = createThreadEmbedders(post);
const { snapshots }: SearchWorkerData = workerData;
const indexes = createTeamIndexes(
  (teamId, embedder) =>
    embedder === 'builtin'
      ? { embedder, onEmbedderFailed: (error) => post({ kind: 'unlearned', teamId, reason: String(error) }) }
      : // The endpoint logs its own failures in the main thread.
        { embedder: embedders.open(teamId, embedder), onEmbedderFailed: () => undefined },
  snapshots && openBlobs(snapshots),
);
const running = new Map<number, AbortController>();

const take = ({ id, teamId, command }: SearchCall): void => {
  const controller = new AbortController();
  running.set(id, controller);
  indexes
    .run(teamId, command, controller.signal)
    .then(
      (value) => post({ kind: 'reply', id, ok: true, value }),
      (error: unknown) => post({ kind: 'reply', id, ok: false, failure: sendFailure(error) }),
    )
    .finally(() => running.delete(id));
};

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'call') take(message);
  else if (message.kind === 'embedded') embedders.receive(message);
  else running.get(message.id)?.abort(new Error('Nobody waits for this query any more'));
});
