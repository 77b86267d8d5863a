import { rightsTo } from '@inbetwin/shared/contracts/rights.ts';
import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { type Operation, roles } from '@inbetwin/shared/entities/declaring/rights.ts';
import {
  collectionNames,
  entities,
  type ReplicatedCollection,
  replicatedNames,
} from '@inbetwin/shared/entities/registry.ts';
import { settingKinds } from '@inbetwin/shared/entities/setting-kinds/registry.ts';
import { workKinds } from '@inbetwin/shared/entities/work-kinds/registry.ts';
import type { DocumentStore, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { describe, expect, test } from 'vitest';
import { push } from './push.ts';

const at = Date.UTC(2026, 0, 15, 9);
const operations: readonly Operation[] = ['create', 'change', 'delete'];

type Fields = { readonly [field: string]: unknown; readonly id: string };
type Sample = { readonly made: Fields; readonly present: Fields; readonly changed: Fields };

/** Nothing in them is against a rule, so that only the role decides. */
const sampleOf = (collection: ReplicatedCollection): Sample => {
  const { stored, made, change } = entities[collection].samples;
  return { made, present: stored, changed: { ...stored, ...change } };
};

const seededStore = async (): Promise<{ store: DocumentStore; documents: TeamDocuments }> => {
  const store = createMemoryStore();
  const documents = openTeamDocuments(store, 'team1');
  for (const name of replicatedNames) {
    const { present } = sampleOf(name);
    await documents[name].stored.write([{ id: present.id, body: present }]);
  }
  return { store, documents };
};

const stateOf = (document: Fields): SyncDocument => ({ ...document, _deleted: false });

const rowFor = (operation: Operation, { made, present, changed }: Sample) => {
  if (operation === 'create') return { newDocumentState: stateOf(made) };
  const assumedMasterState = stateOf(present);
  if (operation === 'change') return { assumedMasterState, newDocumentState: stateOf(changed) };
  return { assumedMasterState, newDocumentState: { id: present.id, _deleted: true } };
};

describe('the gateway lets each role do to each collection what the entity declares', () => {
  for (const collection of replicatedNames) {
    test.each(roles)(`${collection}: %s`, async (role) => {
      const sample = sampleOf(collection);
      for (const operation of operations) {
        const { store, documents } = await seededStore();
        const caller = { userId: 'anna', teamId: 'team1', role, sessionId: 's1' };
        const row = rowFor(operation, sample);
        const { refused } = await push({ store, clock: () => at }, caller, { collection, rows: [row] });
        const isAllowed = rightsTo(collection, sample.present)[operation].includes(role);
        expect([operation, refused.map(({ rule }) => rule)]).toEqual([
          operation,
          isAllowed ? [] : [expect.stringMatching(/^right\./)],
        ]);
        const stored = await documents[collection].stored.get(row.newDocumentState.id);
        expect([operation, isDone(operation, sample, stored)]).toEqual([operation, isAllowed]);
      }
    });
  }
});

test('nobody gains a right by mistake: viewers change nothing, reps set nothing up, devices do not speak for customers', () => {
  const whoMay = (operation: Operation) => (name: keyof typeof entities) =>
    rightsTo(name, entities[name].samples.stored)[operation];
  for (const operation of operations) {
    for (const { rights } of [...Object.values(settingKinds), ...Object.values(workKinds)]) {
      expect(rights[operation]).not.toContain('viewer');
    }
    for (const name of collectionNames) expect(whoMay(operation)(name)).not.toContain('viewer');
    for (const kind of ['agent', 'answering', 'reply-style'] as const) {
      expect(settingKinds[kind].rights[operation]).toEqual(['owner', 'admin']);
    }
    for (const kind of ['team', 'channel'] as const) expect(settingKinds[kind].rights[operation]).toEqual([]);
    expect(whoMay(operation)('catalog')).toEqual(['owner', 'admin', 'manager']);
  }
  for (const name of ['contacts', 'leads', 'twins'] as const) expect(whoMay('delete')(name)).not.toContain('rep');
  expect((['conversations', 'twins', 'runs'] as const).flatMap(whoMay('create'))).toEqual([]);
  expect((['messages', 'runs'] as const).flatMap(whoMay('change'))).toEqual([]);
  expect((['conversations', 'messages', 'runs', 'work'] as const).flatMap(whoMay('delete'))).toEqual([]);
});

const isDone = (operation: Operation, { present, changed }: Sample, stored: StoredDocument | undefined): boolean => {
  if (operation === 'delete') return stored?.deleted === true;
  if (operation === 'create') return stored?.deleted === false;
  const fields = Object.keys(changed).filter((field) => changed[field] !== present[field]);
  return fields.every((field) => JSON.stringify(stored?.body[field]) === JSON.stringify(changed[field]));
};
