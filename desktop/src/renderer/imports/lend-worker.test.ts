// @vitest-environment jsdom
import { Blob as NodeBlob } from 'node:buffer';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import type { ImportReader } from '@inbetwin/shared/knowledge/reader/import-reader.ts';
import type { ReaderCommand, ReaderEvent } from '@inbetwin/shared/knowledge/reader/reader-messages.ts';
import { serveReader } from '@inbetwin/shared/knowledge/reader/serve-reader.ts';
import { describe, expect, it } from 'vitest';
import { lendWorker } from './lend-worker.ts';

const fileOf = (bytes: string | Uint8Array<ArrayBuffer>) => new NodeBlob([bytes]) as unknown as Blob;
const hall = fileOf('# Hall\n\nThe hall holds 80 guests.');

const read = async (reader: ImportReader, file = hall) => {
  const texts: string[] = [];
  let source: Source | undefined;
  for await (const part of reader.read(file, { fileName: 'hall.md', digest: 'a'.repeat(64), now: 5 })) {
    if (part.kind === 'page') texts.push(...part.passages.map(({ text }) => text));
    else source = part.source;
  }
  return { source, texts };
};

type Answer = (command: ReaderCommand) => unknown;

/** A worker that answers as `connect` says, or never. */
const openFake = (connect: (worker: EventTarget) => Answer = () => () => undefined) => {
  const target = new EventTarget();
  const answer = connect(target);
  const fake = Object.assign(target, {
    isEnded: false,
    postMessage: (command: ReaderCommand) => queueMicrotask(() => !fake.isEnded && answer(command)),
    terminate: () => {
      fake.isEnded = true;
    },
  });
  return fake;
};
const serve = (worker: EventTarget): Answer =>
  serveReader((data: ReaderEvent) => worker.dispatchEvent(new MessageEvent('message', { data })));

describe('reading a file in a worker', () => {
  it('gives the source with its passages and ends the worker', async () => {
    const worker = openFake(serve);
    const { source, texts } = await lendWorker(read, undefined, { open: () => worker });
    expect(source).toMatchObject({ title: 'Hall', passageCount: 1, state: 'ready' });
    expect(texts).toEqual(['The hall holds 80 guests.']);
    expect(worker.isEnded).toBe(true);
  });

  it('refuses a file that is no text with its own code', async () => {
    const worker = openFake(serve);
    const picture = fileOf(new Uint8Array([0, 255, 0, 1]));
    const reading = lendWorker((reader) => read(reader, picture), undefined, { open: () => worker });
    await expect(reading).rejects.toMatchObject({ code: 'knowledge.not_text' });
  });

  it('ends a worker that hangs, and says so', async () => {
    const worker = openFake();
    await expect(lendWorker(read, undefined, { open: () => worker, timeMs: 5 })).rejects.toMatchObject({
      code: 'knowledge.too_slow',
    });
    expect(worker.isEnded).toBe(true);
  });

  it('says that a file cannot be read when its worker breaks', async () => {
    const worker = openFake((target) => () => target.dispatchEvent(new ErrorEvent('error', { message: 'no memory' })));
    await expect(lendWorker(read, undefined, { open: () => worker })).rejects.toMatchObject({
      code: 'knowledge.unreadable',
    });
    expect(worker.isEnded).toBe(true);
  });

  it('ends its worker at once when it is cancelled, whatever that does', async () => {
    const worker = openFake();
    const cancelled = new AbortController();
    const reading = lendWorker(read, cancelled.signal, { open: () => worker });
    cancelled.abort(new Error('cancelled'));
    expect(worker.isEnded).toBe(true);
    await expect(reading).rejects.toThrow('cancelled');
    await expect(lendWorker(read, cancelled.signal, { open: () => worker })).rejects.toThrow('cancelled');
  });
});
