import { afterAll, describe, expect, it } from 'vitest';
import { createChangeSignal } from './change-signal.ts';

const never = new AbortController().signal;

describe('change signal', () => {
  let version = 1;
  const changeSignal = createChangeSignal(() => version);
  afterAll(() => changeSignal.close());

  it('does not let a change slip by between looking and waiting', async () => {
    const seen = changeSignal.count('a');
    changeSignal.notify('a');
    await changeSignal.wait('a', seen, never);
  });

  it('wakes those who wait for this database alone', async () => {
    const woken: string[] = [];
    const abort = new AbortController();
    const waits = ['a', 'b'].map((name) =>
      changeSignal.wait(name, changeSignal.count(name), abort.signal).then(() => woken.push(name)),
    );
    changeSignal.notify('a');
    await waits[0];
    expect(woken).toEqual(['a']);
    abort.abort();
    await Promise.all(waits);
  });

  it('notices what another process wrote before anybody waited', async () => {
    const seen = changeSignal.count('a');
    version += 1;
    await changeSignal.wait('a', seen, never);
  });

  it('misses no write of another process that comes while one who looks is not waiting yet', async () => {
    const abort = new AbortController();
    const other = changeSignal.wait('b', changeSignal.count('b'), abort.signal);
    const seen = changeSignal.count('a');
    version += 1;
    await other;
    await changeSignal.wait('a', seen, never);
  });
});
