import { rightsTo } from '@inbetwin/shared/contracts/rights.ts';
import type { Entity } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import { type CollectionName, collectionNames, entities, isReplicated } from '@inbetwin/shared/entities/registry.ts';
import { mergeDocuments } from '@inbetwin/shared/merge/merge-documents.ts';
import { isSameState } from '@inbetwin/shared/merge/same-state.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { describe, expect, test } from 'vitest';
import { push } from './push.ts';
import { createDevice } from './testing/create-device.ts';

type Fields = { readonly id: string; readonly [field: string]: unknown };

const at = Date.UTC(2026, 0, 15, 9);
const caller = { userId: 'anna', teamId: 'team1', role: 'owner', sessionId: 's1' } as const;

/** Typed for whichever entity it is. */
const samplesOf = (name: CollectionName): { stored: Fields; made: Fields; changed: Fields } => {
  const { stored, made, change } = entities[name].samples;
  return { stored, made, changed: { ...stored, ...change } };
};

const openTeam = async () => {
  const store = createMemoryStore();
  const documents = openTeamDocuments(store, 'team1', () => at);
  for (const name of collectionNames) {
    const { stored } = samplesOf(name);
    await documents[name].stored.write([{ id: stored.id, body: stored }]);
  }
  return { store, documents };
};

describe.each(collectionNames)('%s', (name) => {
  const { retention, schema, indexes, rule, refusals }: Entity & { readonly rule: object } = entities[name];
  const { stored, made, changed } = samplesOf(name);
  const rights = rightsTo(name, stored);

  test('has samples that its schema takes, each under an id of its own', () => {
    for (const sample of [stored, made, changed]) expect(schema.safeParse(sample).error?.issues).toBeUndefined();
    expect(made.id).not.toBe(stored.id);
    expect(changed).not.toEqual(stored);
  });

  test('comes back from the store as it was written', async () => {
    const { documents } = await openTeam();
    const [found] = await documents[name].getMany([stored.id]);
    expect(found).toEqual(stored);
  });

  test('merges to itself', () => {
    const state = { ...stored, _deleted: false };
    if (!isReplicated(name)) return;
    expect(mergeDocuments(name, { base: state, local: state, remote: state })).toEqual(state);
  });

  test('a device makes what the entity says it may, and may send it again', async () => {
    if (!isReplicated(name) || rights.create.length === 0) return;
    const { store, documents } = await openTeam();
    const sign = createDevice(name, { userId: 'anna', now: () => at });
    const request = { collection: name, rows: [sign(null, made)] };
    expect(await push({ store, clock: () => at }, caller, request)).toMatchObject({ refused: [] });
    const first = await documents[name].stored.get(made.id);
    expect(first && schema.safeParse({ ...first.body, id: first.id }).success).toBe(true);
    expect(await push({ store, clock: () => at }, caller, request)).toMatchObject({ refused: [] });
    const again = await documents[name].stored.get(made.id);
    const stateOf = (found: typeof again) => ({ ...found?.body, id: made.id, _deleted: false });
    expect(isSameState(stateOf(again), stateOf(first))).toBe(true);
  });

  test('names fields that it has', () => {
    const fields = Object.keys(schema.shape);
    const { fixed } = rule as { readonly fixed: readonly string[] };
    const { original = 'id' } = retention;
    for (const field of [...fixed, original, ...indexes.flat()]) expect(fields).toContain(field);
    expect(new Set(refusals).size).toBe(refusals.length);
  });

  test('is kept for as long as nobody may delete it, and goes with a document that may be deleted', () => {
    expect(retention.until === 'team-ends').toBe(rights.delete.length === 0);
    if (typeof retention.until === 'string') return;
    const owner = entities[retention.until.removedWith.name as CollectionName];
    expect(rightsTo(owner.name as CollectionName, owner.samples.stored).delete).not.toEqual([]);
  });
});
