import 'fake-indexeddb/auto';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Run } from '@inbetwin/shared/entities/run.ts';
import { sampleRun } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { beforeEach, expect, test, vi } from 'vitest';
import { createKeptRuns, type KeptRuns } from '../../database/kept-runs.ts';
import type { RunFeed, RunListener } from '../../replication/stream/run-feed.ts';
import { followRun } from './follow-run.ts';

let kept: KeptRuns;
let stored: Run | undefined;
let listener: RunListener | undefined;
const shown: (Run | null)[] = [];
const failures: unknown[] = [];

beforeEach(() => {
  kept = createKeptRuns(crypto.randomUUID());
  [stored, listener] = [undefined, undefined];
  shown.length = 0;
  failures.length = 0;
});

const feed: RunFeed = {
  watch: (_topic, one) => {
    listener = one;
    return () => {
      listener = undefined;
    };
  },
};

const readStored = vi.fn(async () => {
  if (stored) return stored;
  throw new Failure('resource.not_found', 'There is no such run.', 'Check the id.');
});

const follow = (readRun: (() => Promise<Run>) | undefined) =>
  followRun({
    id: 'run:1',
    feed,
    kept,
    readRun,
    onChange: (run) => shown.push(run),
    onFailure: (error) => failures.push(error),
  });
const until = (check: () => unknown) => vi.waitFor(check, { interval: 2 });
const done: Run = { ...sampleRun('run:1'), state: 'done' };

test('a run that was opened is there offline; another is not', async () => {
  stored = done;
  follow(readStored)();
  follow(readStored);
  await until(() => expect(shown).toEqual([done]));
  await until(async () => expect(await kept.read('run:1')).toEqual(done));
  shown.length = 0;
  follow(undefined);
  await until(() => expect(shown).toEqual([done]));
  await kept.forget('run:1');
  shown.length = 0;
  follow(undefined);
  await until(() => expect(shown).toEqual([null]));
});

test('one that goes on is read again at each change, and is let go of when it has ended or the screen is left', async () => {
  stored = sampleRun('run:1');
  const leave = follow(readStored);
  await until(() => expect(listener).toBeDefined());
  stored = { ...stored, updatedAt: stored.updatedAt + 1 };
  listener?.onLive();
  await until(() => expect(shown.at(-1)).toEqual(stored));
  const reads = readStored.mock.calls.length;
  listener?.onNews({ runs: [], removed: ['run:2'] });
  stored = done;
  listener?.onNews({ runs: [], removed: ['run:1'] });
  await until(() => expect(shown.at(-1)).toEqual(done));
  expect(readStored.mock.calls.length).toBe(reads + 1);
  expect(listener).toBeUndefined();
  await until(async () => expect(await kept.read('run:1')).toEqual(done));
  leave();
});

test('one that the server has no more is no more on this device either', async () => {
  await kept.keep(done);
  follow(readStored);
  await until(() => expect(shown).toEqual([done, null]));
  await until(async () => expect(await kept.read('run:1')).toBeUndefined());
  expect(failures).toEqual([]);
});

test('while the server fails, what was opened before stays in sight', async () => {
  await kept.keep(done);
  const away = new TypeError('fetch failed');
  follow(() => Promise.reject(away));
  await until(() => expect(failures).toEqual([away]));
  expect(shown).toEqual([done]);
});
