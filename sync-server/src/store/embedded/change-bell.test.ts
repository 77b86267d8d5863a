import { afterAll, describe, expect, it } from 'vitest';
import { createChangeBell } from './change-bell.ts';

const never = new AbortController().signal;

describe('change bell', () => {
  let version = 1;
  const bell = createChangeBell(() => version);
  afterAll(() => bell.close());

  it('does not let a change slip by between looking and waiting', async () => {
    const seen = bell.count('a');
    bell.ring('a');
    await bell.wait('a', seen, never);
  });

  it('wakes those who wait for this database alone', async () => {
    const woken: string[] = [];
    const abort = new AbortController();
    const waits = ['a', 'b'].map((name) =>
      bell.wait(name, bell.count(name), abort.signal).then(() => woken.push(name)),
    );
    bell.ring('a');
    await waits[0];
    expect(woken).toEqual(['a']);
    abort.abort();
    await Promise.all(waits);
  });

  it('notices what another process wrote before anybody waited', async () => {
    const seen = bell.count('a');
    version += 1;
    await bell.wait('a', seen, never);
  });

  it('misses no write of another process that comes while one who looks is not waiting yet', async () => {
    const abort = new AbortController();
    const other = bell.wait('b', bell.count('b'), abort.signal);
    const seen = bell.count('a');
    version += 1;
    await other;
    await bell.wait('a', seen, never);
  });
});
