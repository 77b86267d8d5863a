import { Worker } from 'node:worker_threads';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import type { ImportReader } from '@inbetwin/shared/knowledge/reader/import-reader.ts';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createImportThreads, type ImportLimits, type ImportThreads } from './import-threads.ts';

const limits: ImportLimits = { threads: 2, timeMs: 30_000, memoryMb: 128 };

const open = (changed: Partial<ImportLimits> = {}, code?: string) => {
  const startWorker = code === undefined ? undefined : () => new Worker(code, { eval: true, resourceLimits });
  const resourceLimits = { maxOldGenerationSizeMb: changed.memoryMb ?? limits.memoryMb };
  const threads = createImportThreads({ ...limits, ...changed }, startWorker);
  onTestFinished(() => threads.close());
  return threads;
};

const inputOf = (fileName: string) => ({ fileName, digest: 'a'.repeat(64), now: 5 });
const readAll = async (reader: ImportReader, text: string, fileName = 'a.md') => {
  const passages: Passage[] = [];
  for await (const part of reader.read(new Blob([text]), inputOf(fileName))) {
    if (part.kind === 'page') passages.push(...part.passages);
    if (part.kind === 'done') return { title: part.source.title, source: part.source, passages };
  }
  throw new Error('Not read to its end.');
};
const read = (threads: ImportThreads, teamId: string, text: string, fileName?: string) =>
  threads.lend(teamId, (reader) => readAll(reader, text, fileName));

/** Does what a file's name says: hangs, crashes, fills the memory, or answers with nothing. */
const obey = `
  const obey = (post, { input: { fileName } }) => {
    const kept = [];
    if (fileName === 'hang') for (;;);
    if (fileName === 'fill') for (;;) kept.push(new Array(1000).fill({}));
    if (fileName === 'throw') throw new RangeError('Maximum call stack size exceeded');
    if (fileName === 'exit') process.exit(3);
    post({ kind: 'part', part: { kind: 'done', source: { title: fileName } } });
  };
`;
const obedient = `
  const { parentPort } = require('node:worker_threads');
  ${obey}
  parentPort.on('message', (command) => obey((event) => parentPort.postMessage(event), command));
`;

describe('reading files in threads', () => {
  it('gives the source with all its passages, in their order, and the digest of the file', async () => {
    const table = Array.from({ length: 1250 }, (_, at) => `How is ${at}?,So ${at}`).join('\n');
    const threads = open();
    const { source, passages } = await read(threads, 't', table, 'faq.csv');
    expect(source).toMatchObject({ passageCount: 1250, state: 'ready' });
    expect(passages.map(({ position }) => position)).toEqual(Array.from({ length: 1250 }, (_, at) => at));
    expect(await threads.lend('t', (reader) => reader.digest(new Blob(['abc'])))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('refuses what cannot be read with its code, and goes on with the next file', async () => {
    const threads = open();
    await expect(read(threads, 't', '  \n')).rejects.toMatchObject({ code: 'knowledge.empty' });
    expect((await read(threads, 't', '# Hall\n\nText.')).title).toBe('Hall');
  });

  it('reads no further ahead than a few pages of whoever stores them', async () => {
    const table = Array.from({ length: 20_000 }, (_, at) => `How is ${at}?,So ${at}`).join('\n');
    const shares: number[] = [];
    await open().lend('t', async (reader) => {
      const parts = reader.read(new Blob([table]), inputOf('faq.csv'), (share) => shares.push(share));
      let pages = 0;
      for await (const { kind } of parts) {
        if (kind === 'page' && ++pages === 2) break;
      }
    });
    expect(Math.max(...shares)).toBeLessThan(1);
  });

  it('ends the thread of a reading that is called off, or left before its end, and reads the next file in another', async () => {
    const started: Worker[] = [];
    const threads = createImportThreads(limits, () => {
      const worker = new Worker(obedient, { eval: true });
      started.push(worker);
      return worker;
    });
    onTestFinished(() => threads.close());
    const cancelled = new AbortController();
    const hanging = threads.lend('t', (reader) => readAll(reader, '', 'hang'), cancelled.signal);
    await vi.waitFor(() => expect(started).toHaveLength(1));
    cancelled.abort(new Error('cancelled'));
    await expect(hanging).rejects.toThrow('cancelled');
    await vi.waitFor(() => expect(started[0]?.threadId).toBe(-1));
    expect((await read(threads, 't', '', 'next')).title).toBe('next');
    expect(started).toHaveLength(2);
  });

  it.each([
    ['hang', 'knowledge.too_slow', { timeMs: 2_000 }],
    ['fill', 'knowledge.too_large', { memoryMb: 16 }],
    ['throw', 'knowledge.unreadable', {}],
    ['exit', 'knowledge.unreadable', {}],
  ] as const)(
    'ends a thread that does "%s" with %s, and reads the next file in another',
    async (what, code, changed) => {
      const threads = open(changed, obedient);
      await expect(read(threads, 't', '', what)).rejects.toMatchObject({ code, hint: expect.any(String) });
      expect((await read(threads, 't', '', 'next')).title).toBe('next');
    },
  );

  it('reads the file of one team while another team’s hangs, and only one of a team at a time', async () => {
    const threads = open({}, obedient);
    const hanging = ['hang', 'behind'].map((what) => read(threads, 'slow', '', what));
    const ended = Promise.allSettled(hanging);
    for (const name of ['one', 'two', 'three']) {
      expect((await read(threads, 'other', '', name)).title).toBe(name);
    }
    await threads.close();
    expect(await ended).toMatchObject([
      { status: 'rejected', reason: { code: 'server.stopping' } },
      { status: 'rejected', reason: { code: 'server.stopping' } },
    ]);
  });

  it('does not reuse a thread that ended without an error while it was idle', async () => {
    const started: Worker[] = [];
    const leavesAfterwards = `
      const { parentPort } = require('node:worker_threads');
      ${obey}
      parentPort.once('message', (command) => obey((event) => parentPort.postMessage(event), command));
    `;
    const threads = createImportThreads(limits, () => {
      const worker = new Worker(leavesAfterwards, { eval: true });
      started.push(worker);
      return worker;
    });
    onTestFinished(() => threads.close());
    for (const name of ['first', 'second', 'third']) {
      expect((await read(threads, 't', '', name)).title).toBe(name);
      await vi.waitFor(() => expect(started.at(-1)?.threadId).toBe(-1));
    }
    expect(started).toHaveLength(3);
  });

  it('takes no file once it is closed', async () => {
    const threads = open();
    await threads.close();
    await expect(read(threads, 't', 'text')).rejects.toMatchObject({ code: 'server.stopping' });
  });
});
