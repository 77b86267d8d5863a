import { Worker } from 'node:worker_threads';
import type { ImportInput } from '@inbetwin/shared/knowledge/prepare-import.ts';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createImportThreads, type ImportLimits } from './import-threads.ts';

const limits: ImportLimits = { threads: 2, timeMs: 30_000, memoryMb: 128 };

const open = (changed: Partial<ImportLimits> = {}, code?: string) => {
  const startWorker = code === undefined ? undefined : () => new Worker(code, { eval: true, resourceLimits });
  const resourceLimits = { maxOldGenerationSizeMb: changed.memoryMb ?? limits.memoryMb };
  const threads = createImportThreads({ ...limits, ...changed }, startWorker);
  onTestFinished(() => threads.close());
  return threads;
};

const fileOf = (text: string, fileName = 'a.md'): ImportInput => ({
  bytes: new TextEncoder().encode(text),
  fileName,
  digest: 'a'.repeat(64),
  now: 5,
});

/** Does what a file says: hangs, crashes, fills the memory, or answers with nothing. */
const obedient = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ fileName }) => {
    const kept = [];
    if (fileName === 'hang') for (;;);
    if (fileName === 'fill') for (;;) kept.push(new Array(1000).fill({}));
    if (fileName === 'throw') throw new RangeError('Maximum call stack size exceeded');
    if (fileName === 'exit') process.exit(3);
    parentPort.postMessage({ ok: true, packed: { source: { title: fileName }, batches: [] } });
  });
`;

describe('reading files in threads', () => {
  it('gives the source with all its passages, in their order', async () => {
    const table = Array.from({ length: 250 }, (_, at) => `How is ${at}?,So ${at}`).join('\n');
    const { source, passages } = await open().prepare('t', fileOf(table, 'faq.csv'));
    expect(source).toMatchObject({ passageCount: 250, state: 'ready' });
    expect([...passages].map(({ position }) => position)).toEqual(Array.from({ length: 250 }, (_, at) => at));
  });

  it('refuses what cannot be read with its code, and goes on with the next file', async () => {
    const threads = open();
    await expect(threads.prepare('t', fileOf('  \n'))).rejects.toMatchObject({ code: 'knowledge.empty' });
    expect((await threads.prepare('t', fileOf('# Hall\n\nText.'))).source.title).toBe('Hall');
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
      await expect(threads.prepare('t', fileOf('', what))).rejects.toMatchObject({ code, hint: expect.any(String) });
      expect((await threads.prepare('t', fileOf('', 'next'))).source.title).toBe('next');
    },
  );

  it('reads the file of one team while another team’s hangs, and only one of a team at a time', async () => {
    const threads = open({}, obedient);
    const hanging = ['hang', 'behind'].map((what) => threads.prepare('slow', fileOf('', what)));
    const ended = Promise.allSettled(hanging);
    for (const name of ['one', 'two', 'three']) {
      expect((await threads.prepare('other', fileOf('', name))).source.title).toBe(name);
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
      parentPort.once('message', ({ fileName }) => {
        parentPort.postMessage({ ok: true, packed: { source: { title: fileName }, batches: [] } });
      });
    `;
    const threads = createImportThreads(limits, () => {
      const worker = new Worker(leavesAfterwards, { eval: true });
      started.push(worker);
      return worker;
    });
    onTestFinished(() => threads.close());
    for (const name of ['first', 'second', 'third']) {
      expect((await threads.prepare('t', fileOf('', name))).source.title).toBe(name);
      await vi.waitFor(() => expect(started.at(-1)?.threadId).toBe(-1));
    }
    expect(started).toHaveLength(3);
  });

  it('takes no file once it is closed', async () => {
    const threads = open();
    await threads.close();
    await expect(threads.prepare('t', fileOf('text'))).rejects.toMatchObject({ code: 'server.stopping' });
  });
});
