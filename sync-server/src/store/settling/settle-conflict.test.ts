import type { JsonObject } from '@inbetwin/shared/ports/document-store.ts';
import { expect, it } from 'vitest';
import { settleConflict } from './settle-conflict.ts';

type Case = {
  readonly name: string;
  readonly base?: JsonObject;
  readonly a: JsonObject;
  readonly b: JsonObject;
  readonly settled: JsonObject;
};

/** Each is settled in either order, because the first version is whichever CouchDB happens to show. */
const cases: readonly Case[] = [
  {
    name: 'server/accounts',
    base: { id: 'session:1', current: 'x', expiresAt: 5 },
    a: { id: 'session:1', current: 'x', expiresAt: 5, revokedAt: 4 },
    b: { id: 'session:1', current: 'y', expiresAt: 9 },
    settled: { id: 'session:1', current: 'y', expiresAt: 9, revokedAt: 4 },
  },
  {
    name: 'server/checkpoints',
    a: { id: 'outbox', sequence: '12-abc' },
    b: { id: 'outbox', sequence: '9-xyz' },
    settled: { id: 'outbox', sequence: '9-xyz' },
  },
  {
    name: 'owners/owners',
    a: { id: '1', installation: 'one', since: 10 },
    b: { id: '1', installation: 'two', since: 11 },
    settled: { id: '1', installation: 'two', since: 11 },
  },
  {
    name: 'team-1/runs',
    a: { id: 'run:1', state: 'running', steps: [1, 2] },
    b: { id: 'run:1', state: 'waiting', steps: [1] },
    settled: { id: 'run:1', state: 'running', steps: [1, 2] },
  },
  {
    name: 'team-1/messages',
    base: { id: 'm', text: 'a', delivery: { state: 'sending', platformIds: [] } },
    a: { id: 'm', text: 'a', delivery: { state: 'failed', platformIds: [] } },
    b: { id: 'm', text: 'b', delivery: { state: 'sent', platformIds: ['7'] } },
    settled: { id: 'm', text: 'b', delivery: { state: 'sent', platformIds: ['7'] } },
  },
  {
    name: 'team-1/contacts',
    base: { id: 'c', name: 'Мария', followUps: [] },
    a: { id: 'c', name: 'Мария', followUps: [{ id: 'f', at: 1 }] },
    b: {
      id: 'c',
      name: 'Мария',
      followUps: [],
      phone: '1',
      edits: { '/phone': { at: '000000000000001-0000-anna', by: 'anna' } },
    },
    settled: { id: 'c', name: 'Мария', followUps: [{ id: 'f', at: 1 }], phone: '1' },
  },
];

it.each(cases)('settles a conflict of $name', ({ name, base, a, b, settled }) => {
  const [database = '', collection = ''] = name.split('/');
  for (const versions of [
    [a, b],
    [b, a],
  ] as const) {
    expect(settleConflict({ database, collection, versions, ...(base && { base }) })).toMatchObject(settled);
  }
});

it('takes what CouchDB shows where both changed a field that has no better rule', () => {
  const versions = [
    { id: 's', current: 'shown' },
    { id: 's', current: 'other' },
  ] as const;
  expect(settleConflict({ database: 'server', collection: 'accounts', versions })).toEqual(versions[0]);
});
