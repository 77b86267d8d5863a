import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { type ReplicatedCollection, replicatedNames } from '@inbetwin/shared/entities/registry.ts';
import { type Operation, roles } from '@inbetwin/shared/entities/rights.ts';
import type { DocumentStore, StoredDocument } from '@inbetwin/shared/ports/document-store.ts';
import { openTeamDocuments, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { describe, expect, test } from 'vitest';
import { push } from './push.ts';
import {
  sampleAgentSetting,
  sampleCatalogItem,
  sampleContact,
  sampleConversation,
  sampleJudgement,
  sampleLead,
  samplePassage,
  sampleReply,
  sampleSource,
  sampleTask,
  sampleTeamsAgent,
  sampleTwin,
} from './testing/sample-documents.ts';

const at = Date.UTC(2026, 0, 15, 9);
const operations: readonly Operation[] = ['create', 'change', 'delete'];

/** Who may create, change and delete (`c`, `x`, `d`), as a team's owner would be told. */
const expected = `
              owner  admin  manager  rep  viewer
contacts      cxd    cxd    cxd      cx   -
leads         cxd    cxd    cxd      cx   -
conversations x      x      x        x    -
messages      c      c      c        c    -
twins         xd     xd     xd       x    -
sources       cxd    cxd    cxd      cxd  -
passages      cxd    cxd    cxd      cxd  -
settings      cxd    cxd    -        -    -
judgements    cxd    cxd    cxd      cxd  -
catalog       cxd    cxd    cxd      -    -
work          cx     cx     cx       cx   -
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));

type Fields = { readonly [field: string]: unknown; readonly id: string };
type Sample = { readonly made: Fields; readonly present: Fields; readonly changed: Fields };

const sampleOf = <T extends Fields>(made: T, present: T, change: Partial<T>): Sample => ({
  made,
  present,
  changed: { ...present, ...change },
});

/** Nothing in them is against a rule, so that only the role decides. */
const samples: { readonly [N in ReplicatedCollection]: Sample } = {
  contacts: sampleOf(sampleContact('new'), sampleContact('old'), { name: 'Пётр' }),
  leads: sampleOf(
    sampleLead('new', { score: 0, scoreReasons: [] }),
    sampleLead('old', { score: 0, scoreReasons: [] }),
    { stage: 'won' },
  ),
  conversations: sampleOf(sampleConversation('telegram:42:8'), sampleConversation(), { status: 'closed' }),
  messages: sampleOf(sampleReply('anna'), sampleReply('anna', { id: 'person:anna:2' }), { text: 'Бесплатно!' }),
  twins: sampleOf(sampleTwin('new'), sampleTwin('old'), {
    facts: sampleTwin('old').facts.map((fact) => ({ ...fact, state: 'forbidden' as const })),
  }),
  sources: sampleOf(sampleSource('ab'), sampleSource('cd'), { title: 'Новые цены' }),
  passages: sampleOf(samplePassage('source:1:1', 1, 'Шатёр'), samplePassage('source:1:0', 0, 'Зал'), { text: 'Залы' }),
  settings: sampleOf(sampleAgentSetting('rag'), sampleTeamsAgent('opt'), { agent: { title: 'Опт', enabled: false } }),
  catalog: sampleOf(sampleCatalogItem('hall'), sampleCatalogItem('tent'), { priceMicros: 5 }),
  work: sampleOf(sampleTask('anna'), sampleTask('anna', { id: 'work:anna:2' }), { state: 'done' }),
  judgements: sampleOf(sampleJudgement('Есть парковка?', []), sampleJudgement('Сколько стоит зал?', []), {
    note: 'Часто',
  }),
};

const seededStore = async (): Promise<{ store: DocumentStore; documents: TeamDocuments }> => {
  const store = createMemoryStore();
  const documents = openTeamDocuments(store, 'team1');
  for (const name of replicatedNames) {
    const { present } = samples[name];
    await documents[name].database.write([{ id: present.id, body: present }]);
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

describe('the gateway lets each role do to each collection what a team expects', () => {
  const [columns = [], ...lines] = expected;

  test('every role and collection is in the table', () => {
    expect(columns.toSorted()).toEqual(roles.toSorted());
    expect(lines.map(([name]) => name).toSorted()).toEqual(replicatedNames.toSorted());
  });

  for (const collection of replicatedNames) {
    const cells = lines.find(([name]) => name === collection)?.slice(1) ?? [];
    test.each(roles)(`${collection}: %s`, async (role) => {
      const cell = cells[columns.indexOf(role)] ?? '';
      for (const [place, operation] of operations.entries()) {
        const { store, documents } = await seededStore();
        const caller = { userId: 'anna', teamId: 'team1', role, sessionId: 's1' };
        const row = rowFor(operation, samples[collection]);
        const { refused } = await push({ store, clock: () => at }, caller, { collection, rows: [row] });
        const isAllowed = cell.includes('cxd'.charAt(place));
        expect([operation, refused.map(({ rule }) => rule)]).toEqual([
          operation,
          isAllowed ? [] : [expect.stringMatching(/^right\./)],
        ]);
        const stored = await documents[collection].database.get(row.newDocumentState.id);
        expect([operation, isDone(operation, samples[collection], stored)]).toEqual([operation, isAllowed]);
      }
    });
  }
});

const isDone = (operation: Operation, { present, changed }: Sample, stored: StoredDocument | undefined): boolean => {
  if (operation === 'delete') return stored?.deleted === true;
  if (operation === 'create') return stored?.deleted === false;
  const fields = Object.keys(changed).filter((field) => changed[field] !== present[field]);
  return fields.every((field) => JSON.stringify(stored?.body[field]) === JSON.stringify(changed[field]));
};
