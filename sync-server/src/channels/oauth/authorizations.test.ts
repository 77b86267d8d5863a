import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { createSecretBox } from '../../secrets/secret-box.ts';
import { openEmbeddedStore } from '../../store/embedded/embedded-store.ts';
import { makeFolder } from '../../testing/make-folder.ts';
import { openAuthorizations } from './authorizations.ts';

const anna = { teamId: 'a', userId: 'anna' };
const keys = { state: 's1', verifier: 'v1', redirectUri: 'https://team.example/oauth/callback' };
const credentials = { clientId: 'c', clientSecret: 'x' };

const begin = async () => {
  const store = openEmbeddedStore({ directory: makeFolder() });
  onTestFinished(() => store.close());
  let now = 1;
  const open = () => openAuthorizations(store, createSecretBox(key), () => now);
  const key = randomBytes(32);
  const authorizations = open();
  await authorizations.begin(anna, { kind: 'trial', credentials }, keys);
  return {
    authorizations,
    open,
    count: async () => (await store.collection('server/channel-authorizations').changes({ limit: 100 })).changes,
    pass: (ms: number) => {
      now += ms;
    },
  };
};

test('of several answers at the same moment one counts', async () => {
  const { authorizations, open } = await begin();
  const takes = [authorizations, open(), open()].map((one) => one.take('s1', anna));
  const outcomes = await Promise.allSettled(takes);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([
    { status: 'fulfilled', value: { kind: 'trial', channelId: undefined, credentials, keys } },
  ]);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'channel.sign_in_void' });
  }
});

test('another administrator of the team, or of another one, does not use it up', async () => {
  const { authorizations } = await begin();
  for (const other of [
    { ...anna, userId: 'boris' },
    { ...anna, teamId: 'b' },
  ]) {
    await expect(authorizations.take('s1', other)).rejects.toMatchObject({ code: 'channel.sign_in_void' });
  }
  expect(await authorizations.take('s1', anna)).toMatchObject({ kind: 'trial' });
});

test('what has expired is removed by whoever begins next', async () => {
  const { authorizations, count, pass } = await begin();
  pass(10 * 60_000);
  await authorizations.begin(anna, { kind: 'trial', credentials }, { ...keys, state: 's2' });
  expect((await count()).map(({ deleted }) => deleted).sort()).toEqual([false, true]);
});
