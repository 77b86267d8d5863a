import { expect, it } from 'vitest';
import { createCallQueue } from './call-queue.ts';

const patient = { teamId: 'a', urgent: false };
const urgent = { teamId: 'a', urgent: true };

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
  const queue = createCallQueue({ urgent: 2, patient: 1, waiting: 10 });
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
  const queue = createCallQueue({ urgent: 1, patient: 1, waiting: 10 });
  await expect(queue.add(() => Promise.reject(new Error('no')), urgent)).rejects.toThrow('no');
  expect(await queue.add(async () => 'yes', urgent)).toBe('yes');
});

it('never begins a call whose caller has gone, and lets go of one under way', async () => {
  const queue = createCallQueue({ urgent: 1, patient: 1, waiting: 10 });
  const { begun, work, end } = createWork();
  const callers = Array.from({ length: 3 }, () => new AbortController());
  const [running, waiting, gone] = callers;
  gone?.abort(new Error('typed on'));
  const answers = callers.map(({ signal }, at) => queue.add(work(`ask ${at}`), { ...urgent, signal }));
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

it('begins a team’s query although another team’s are all under way and waiting', async () => {
  const queue = createCallQueue({ urgent: 2, patient: 1, waiting: 1000 });
  const { begun, work } = createWork();
  for (let n = 0; n < 500; n++) void queue.add(work(`a ${n}`), urgent);
  void queue.add(work('b'), { ...urgent, teamId: 'b' });
  expect(begun).toEqual(['a 0', 'a 1', 'b']);
});

it('lets teams take turns at loading', async () => {
  const queue = createCallQueue({ urgent: 1, patient: 1, waiting: 10 });
  const { begun, work, end } = createWork();
  for (const name of ['a 1', 'a 2', 'a 3']) void queue.add(work(name), patient);
  for (const name of ['b 1', 'b 2']) void queue.add(work(name), { ...patient, teamId: 'b' });
  for (const name of ['a 1', 'a 2', 'b 1', 'a 3']) await end(name);
  expect(begun).toEqual(['a 1', 'a 2', 'b 1', 'a 3', 'b 2']);
});

it('refuses more queries of a team than may wait, and takes another team’s', async () => {
  const queue = createCallQueue({ urgent: 1, patient: 1, waiting: 2 });
  const { begun, work, end } = createWork();
  const answers = ['a 0', 'a 1', 'a 2'].map((name) => queue.add(work(name), urgent));
  await expect(queue.add(work('a 3'), urgent)).rejects.toMatchObject({ code: 'server.busy', retryAfter: 1 });
  void queue.add(work('b 0'), { ...urgent, teamId: 'b' });
  for (const name of ['a 0', 'a 1', 'a 2']) await end(name);
  expect(await Promise.all(answers)).toEqual(['a 0', 'a 1', 'a 2']);
  expect(begun).toEqual(['a 0', 'b 0', 'a 1', 'a 2']);
});
