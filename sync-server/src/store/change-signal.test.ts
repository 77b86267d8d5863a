import { afterAll, describe, expect, it } from 'vitest';
import { createChangeSignal } from './change-signal.ts';

const never = new AbortController().signal;

describe('change signal', () => {
  /** Databases that another process has written to. */
  let written: string[] | 'all' = [];
  const changeSignal = createChangeSignal(({ notify, notifyAll }) => {
    const poll = setInterval(() => {
      const names = written;
      written = [];
      if (names === 'all') notifyAll();
      else for (const name of names) notify(name);
    }, 5);
    return () => clearInterval(poll);
  });
  afterAll(() => changeSignal.close());

  it('does not let a change slip by between looking and waiting', async () => {
    const seen = changeSignal.count('a');
    changeSignal.notify('a');
    await changeSignal.wait('a', seen, never);
  });

  it.each(['this process', 'another process'])(
    'wakes those alone who wait for the database that %s wrote to',
    async (by) => {
      const woken: string[] = [];
      const abort = new AbortController();
      const waits = ['a', 'b'].map((name) =>
        changeSignal.wait(name, changeSignal.count(name), abort.signal).then(() => woken.push(name)),
      );
      if (by === 'this process') changeSignal.notify('a');
      else written = ['a', 'c'];
      await waits[0];
      expect(woken).toEqual(['a']);
      abort.abort();
      await Promise.all(waits);
    },
  );

  it('notices what another process wrote before anybody waited', async () => {
    const seen = changeSignal.count('a');
    written = ['a'];
    await changeSignal.wait('a', seen, never);
  });

  it('wakes everybody when it cannot tell what another process wrote', async () => {
    const waits = ['a', 'b'].map((name) => changeSignal.wait(name, changeSignal.count(name), never));
    written = 'all';
    await Promise.all(waits);
  });

  it('watches once, although beginning to watch wakes everybody', async () => {
    let watches = 0;
    const eager = createChangeSignal(({ notifyAll }) => {
      watches += 1;
      queueMicrotask(notifyAll);
      return () => undefined;
    });
    for (let time = 0; time < 5; time++) {
      const waiting = eager.wait('a', eager.count('a'), never);
      if (time > 0) eager.notify('a');
      await waiting;
    }
    expect(watches).toBe(1);
  });

  it('misses no write of another process that comes while one who looks is not waiting yet', async () => {
    const abort = new AbortController();
    const other = changeSignal.wait('b', changeSignal.count('b'), abort.signal);
    const seen = changeSignal.count('a');
    written = ['a', 'b'];
    await other;
    await changeSignal.wait('a', seen, never);
  });
});
