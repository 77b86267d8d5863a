import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createLogger } from '../http/machinery/logger.ts';
import { createTeamWork } from './team-work.ts';

const log = createLogger('silent');
const timing = { firstRetryMs: 1, longestRetryMs: 2 };
type Team = { readonly id: string };

const open = (work: (team: Team, signal: AbortSignal) => Promise<void>, limit = 2) => {
  const opened = createTeamWork({ name: 'test', limit, work, log, timing });
  onTestFinished(() => opened.stop());
  return opened;
};

describe('work that is due for each team', () => {
  it('is done for the others while one team’s hangs', async () => {
    const done: string[] = [];
    const work = open(async ({ id }, signal) => {
      if (id === 'hangs') await new Promise((resolve) => signal.addEventListener('abort', resolve));
      done.push(id);
    });
    void work.add({ id: 'hangs' });
    await Promise.all(['a', 'b', 'c'].map((id) => work.add({ id })));
    expect(done).toEqual(['a', 'b', 'c']);
    expect(work.state()).toEqual({ waiting: 1, failing: 0 });
  });

  it('is tried again for a team whose work failed, which shows until it is done', async () => {
    let isBroken = true;
    const work = open(async ({ id }) => {
      if (id === 'broken' && isBroken) throw new RangeError('Maximum call stack size exceeded');
    });
    await Promise.all(['broken', 'sound'].map((id) => work.add({ id })));
    expect(work.state()).toEqual({ waiting: 1, failing: 1 });
    isBroken = false;
    await vi.waitFor(() => expect(work.state()).toEqual({ waiting: 0, failing: 0 }));
  });

  it('is begun for so many teams at a time at most', async () => {
    const running = { now: 0, most: 0 };
    const work = open(async () => {
      running.now += 1;
      running.most = Math.max(running.most, running.now);
      await new Promise((resolve) => setImmediate(resolve));
      running.now -= 1;
    }, 3);
    await Promise.all(Array.from({ length: 20 }, (_, at) => work.add({ id: `t${at}` })));
    expect(running.most).toBe(3);
  });

  it('keeps nobody waiting for a team whose turn had not come when it stopped, nor for one that comes later', async () => {
    const begun: string[] = [];
    const work = open(async ({ id }, signal) => {
      begun.push(id);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    }, 1);
    const added = ['runs', 'waits', 'waits too'].map((id) => work.add({ id }));
    await work.stop();
    await Promise.all([...added, work.add({ id: 'late' })]);
    expect(begun).toEqual(['runs']);
  });
});
