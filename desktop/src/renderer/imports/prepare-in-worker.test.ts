// @vitest-environment jsdom
import { type PackedOutcome, prepareAndPack } from '@inbetwin/shared/knowledge/packed-import.ts';
import type { ImportInput } from '@inbetwin/shared/knowledge/prepare-import.ts';
import { describe, expect, it } from 'vitest';
import { prepareInWorker } from './prepare-in-worker.ts';

const input: ImportInput = {
  bytes: new TextEncoder().encode('# Hall\n\nThe hall holds 80 guests.'),
  fileName: 'hall.md',
  digest: 'a'.repeat(64),
  now: 5,
};

/** A worker that does with a file what `work` does, or nothing. */
const openFake = (work?: (worker: EventTarget, file: ImportInput) => void) => {
  const target = new EventTarget();
  const fake = Object.assign(target, {
    isEnded: false,
    postMessage: (file: ImportInput) => queueMicrotask(() => work?.(target, file)),
    terminate: () => {
      fake.isEnded = true;
    },
  });
  return fake;
};

const answer = (worker: EventTarget, data: PackedOutcome) =>
  worker.dispatchEvent(new MessageEvent('message', { data }));

describe('reading a file in a worker', () => {
  it('gives the source with its passages and ends the worker', async () => {
    const worker = openFake((target, file) => answer(target, prepareAndPack(file)));
    const { source, passages } = await prepareInWorker(input, () => worker);
    expect(source).toMatchObject({ title: 'Hall', passageCount: 1 });
    expect([...passages].map(({ text }) => text)).toEqual(['The hall holds 80 guests.']);
    expect(worker.isEnded).toBe(true);
  });

  it('refuses a file that is no text with its own code', async () => {
    const worker = openFake((target, file) => answer(target, prepareAndPack(file)));
    const picture = { ...input, bytes: new Uint8Array([0, 255, 0, 1]) };
    await expect(prepareInWorker(picture, () => worker)).rejects.toMatchObject({ code: 'knowledge.not_text' });
  });

  it('ends a worker that hangs, and says so', async () => {
    const worker = openFake();
    await expect(prepareInWorker(input, () => worker, 5)).rejects.toMatchObject({ code: 'knowledge.too_slow' });
    expect(worker.isEnded).toBe(true);
  });

  it('says that a file cannot be read when its worker breaks', async () => {
    const worker = openFake((target) => target.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' })));
    await expect(prepareInWorker(input, () => worker)).rejects.toMatchObject({ code: 'knowledge.unreadable' });
    expect(worker.isEnded).toBe(true);
  });
});
