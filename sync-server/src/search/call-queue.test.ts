import { expect, it } from 'vitest';
import { createCallQueue } from './call-queue.ts';

const patient = { urgent: false };
const urgent = { urgent: true };

/** Work that ends when it is told to. */
const createWork = () => {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    work: (name: string) => () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
    },
    end: async (name: string) => {
      ends.get(name)?.();
      await new Promise(setImmediate);
    },
  };
};

it('begins calls of a kind in order, only so many at a time, and lets no kind wait for the other', async () => {
  const queue = createCallQueue({ urgent: 2, patient: 1 });
  const { begun, work, end } = createWork();
  const first = queue.add(work('put 1'), patient);
  const second = queue.add(work('put 2'), patient);
  for (const name of ['ask 1', 'ask 2', 'ask 3']) void queue.add(work(name), urgent);
  expect(begun).toEqual(['put 1', 'ask 1', 'ask 2']);
  await end('put 1');
  expect(await first).toBe('put 1');
  await end('ask 2');
  expect(begun).toEqual(['put 1', 'ask 1', 'ask 2', 'put 2', 'ask 3']);
  await end('put 2');
  expect(await second).toBe('put 2');
});

it('goes on after a call that failed', async () => {
  const queue = createCallQueue({ urgent: 1, patient: 1 });
  await expect(queue.add(() => Promise.reject(new Error('no')), urgent)).rejects.toThrow('no');
  expect(await queue.add(async () => 'yes', urgent)).toBe('yes');
});

it('never begins a call whose caller has gone, and lets go of one under way', async () => {
  const queue = createCallQueue({ urgent: 1, patient: 1 });
  const { begun, work, end } = createWork();
  const callers = Array.from({ length: 3 }, () => new AbortController());
  const [running, waiting, gone] = callers;
  gone?.abort(new Error('typed on'));
  const answers = callers.map(({ signal }, at) => queue.add(work(`ask ${at}`), { urgent: true, signal }));
  const outcomes = Promise.allSettled(answers);
  waiting?.abort(new Error('typed on'));
  running?.abort(new Error('typed on'));
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(begun).toEqual(['ask 0']);

  const next = queue.add(work('ask 3'), urgent);
  expect(begun).toEqual(['ask 0']);
  await end('ask 0');
  await end('ask 3');
  expect(await next).toBe('ask 3');
});
