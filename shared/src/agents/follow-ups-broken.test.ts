import { expect, test } from 'vitest';
import { runIdOf } from '../conversations/ids.ts';
import { createScriptedModel } from '../testing/scripted-model.ts';
import { answered, DAY, fire, followUpsIn, HOUR, never, workOf } from './follow-ups/follow-ups.suite.ts';
import { createFollowUps } from './follow-ups/follow-ups.ts';
import { crashingStore, createTeam } from './runs/run.suite.ts';
import { createTeamRuns } from './runs/team-runs.ts';

test('when no words are found nobody is written to, and no person is called', async () => {
  const team = await answered();
  const { workId } = await team.ask();
  const spent = { runs: 0, tokens: 0, costMicros: 0 };
  const limits = {
    run: { steps: 60, tokens: 1, costMicros: 1, wallMs: 0, transfers: 0 },
    conversationDay: spent,
    teamDay: spent,
  };
  team.time.advance(2 * DAY + HOUR);
  await fire({ followUps: createFollowUps({ ...team.dependencies, limits }) }, workId);
  expect(await followUpsIn(team)).toEqual([]);
  expect(await workOf(team, workId)).toMatchObject({ state: 'cancelled', followUp: { ended: 'failed' } });
  expect(await team.documents.conversations.get('telegram:42:7')).not.toHaveProperty('handover');
});

test('a run that breaks ends without a word to the customer', async () => {
  const team = await answered();
  const { workId } = await team.ask();
  const broken = {
    ...team.documents,
    twins: {
      ...team.documents.twins,
      get: () => {
        throw new Error('broken');
      },
    },
  };
  team.time.advance(2 * DAY + HOUR);
  const before = await team.messages();
  const model = createScriptedModel(() => ({ text: '' }));
  await fire({ followUps: createFollowUps({ ...team.dependencies, documents: broken, model }) }, workId);
  expect(await team.messages()).toEqual(before);
  expect(await workOf(team, workId)).toMatchObject({ followUp: { ended: 'failed' } });
});

test('killed at each write and started again it goes out once, and by day', async () => {
  for (let at = 1; ; at++) {
    let crashed = false;
    for (const fate of ['lost', 'stored'] as const) {
      const team = await answered();
      const { workId } = await team.ask();
      team.time.advance(2 * DAY + HOUR);
      const crashing = crashingStore(team.store, at, fate);
      const dying = createTeam({ clock: team.clock }, crashing.store);
      await fire({ followUps: createFollowUps(dying.dependencies) }, workId).catch(() => undefined);
      crashed ||= crashing.crashed();
      // By night nothing more is said.
      team.time.advance(10 * HOUR);
      const before = await followUpsIn(team);
      await fire(team, workId);
      expect(await followUpsIn(team)).toEqual(before);
      team.time.advance(12 * HOUR);
      await fire(team, workId);
      await fire(team, workId);
      expect(await followUpsIn(team)).toHaveLength(1);
      expect(await workOf(team, workId)).toMatchObject({ state: 'done', followUp: { ended: 'sent' } });
      expect(await team.documents.runs.get(runIdOf(workId))).toMatchObject({ state: 'done', outcome: 'replied' });
    }
    if (crashed) continue;
    expect(at).toBeGreaterThan(5);
    break;
  }
});

test('killed at each write, and answered or opted out before it starts again, nothing goes out twice or too late', async () => {
  for (let at = 1; ; at++) {
    let crashed = false;
    for (const words of ['Да, актуально', 'Стоп']) {
      const team = await answered();
      const { workId } = await team.ask();
      team.time.advance(2 * DAY + HOUR);
      const crashing = crashingStore(team.store, at, 'stored');
      const dying = createTeam({ clock: team.clock }, crashing.store);
      await fire({ followUps: createFollowUps(dying.dependencies) }, workId).catch(() => undefined);
      crashed ||= crashing.crashed();
      const before = await followUpsIn(team);
      await team.hear(words);
      await fire(team, workId);
      expect(await followUpsIn(team)).toEqual(before);
      expect((await workOf(team, workId))?.state).not.toBe('open');
      const run = await team.documents.runs.get(runIdOf(workId));
      expect(run === undefined || run.state === 'done').toBe(true);
    }
    if (crashed) continue;
    expect(at).toBeGreaterThan(5);
    break;
  }
});

test('a decision about what its agent asked for does not send it before its time', async () => {
  const team = await answered();
  const { workId } = await team.ask();
  const runs = createTeamRuns(team.dependencies);
  await runs.resume(runIdOf(workId), { signal: never });
  expect(await followUpsIn(team)).toEqual([]);
  expect(await workOf(team, workId)).toMatchObject({ state: 'open' });
});
