import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_AHEAD_MS } from './hybrid-clock.ts';
import { mergeDocuments } from './merge-documents.ts';
import { conflictsOf, editsOf, type Mergeable } from './mergeable.ts';
import { isSameState } from './same-state.ts';
import { toldAt } from './stamp-order.ts';
import { type PersonFields, personFields } from './testing/person-fields.ts';
import { type Command, createReplicas, formSteps, network, serverSteps, steps } from './testing/replicas.ts';

const RUNS = Number(process.env.MERGE_RUNS ?? 300);

const commandOf = (kinds: readonly Command['kind'][]): fc.Arbitrary<Command> =>
  fc.record({ kind: fc.constantFrom(...kinds), who: fc.nat(2), which: fc.nat(11), n: fc.nat(400) });
const anyCommand = fc.oneof(
  { weight: 6, arbitrary: commandOf(['edit', 'edit-element', 'add', 'clear']) },
  { weight: 2, arbitrary: commandOf(steps) },
  { weight: 4, arbitrary: commandOf(formSteps) },
  { weight: 6, arbitrary: commandOf(['push', 'answer', 'pull']) },
  { weight: 2, arbitrary: commandOf(network) },
  { weight: 2, arbitrary: commandOf(serverSteps) },
);
const history = fc.record({
  byServer: fc.boolean(),
  focus: fc.nat(11),
  commands: fc.array(anyCommand, { minLength: 4, maxLength: 45 }),
});
/** `focus`: two fields, or elements, that this history is about; devices rarely meet at the others. */
type History = { readonly byServer: boolean; readonly focus: number; readonly commands: readonly Command[] };

/** Begins with a document of the server's, or of a device's, that all know. */
const play = (collection: PersonFields, { byServer, focus, commands }: History) => {
  const replicas = createReplicas(collection, 3);
  replicas.run({ ...first, kind: byServer ? 'server-create' : 'create' });
  replicas.settle();
  for (const command of commands) replicas.run({ ...command, which: focus + (command.which % 2) });
  return replicas;
};
const first = { who: 0, which: 0, n: 0 };

describe.each(personFields)('$name that several devices change without knowing of each other', (collection) => {
  test('become the same everywhere; no value is lost, and nothing comes back that was deleted or let go', () => {
    fc.assert(
      fc.property(history, (past) => {
        const replicas = play(collection, past);
        expect(replicas.settle()).toBe(true);
        const result = replicas.server();
        expect(replicas.ledger.missingIn(result)).toEqual([]);
        expect(replicas.ledger.doubledIn(result)).toEqual([]);
        expect(replicas.undoneDeletions()).toEqual([]);
        expect(conflictsOf(result).filter(({ id }) => replicas.dismissed.has(id))).toEqual([]);
        const changes = [...Object.values(editsOf(result)), ...conflictsOf(result)];
        expect(changes.filter((change) => toldAt(change) > replicas.now() + MAX_AHEAD_MS)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  test('merge the same whichever side merges, and merging again changes nothing', () => {
    fc.assert(
      fc.property(history, (past) => {
        const replicas = play(collection, past);
        for (const { base, local, remote } of replicas.merges) {
          const merged = mergeDocuments(collection.name, { base, local, remote });
          expect(comparable(merged)).toEqual(
            comparable(mergeDocuments(collection.name, { base, local: remote, remote: local })),
          );
          for (const side of [local, remote]) {
            const again = mergeDocuments(collection.name, { base, local: side, remote: merged });
            expect(isSameState(again, merged)).toBe(true);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});

test.each(personFields)(
  'the texts of $name begin with no word twice, which a history could not tell apart',
  (collection) => {
    const replicas = createReplicas(collection, 1);
    replicas.run({ ...first, kind: 'create' });
    replicas.settle();
    expect(replicas.ledger.doubledIn(replicas.server())).toEqual([]);
  },
);

test('a form that is saved elsewhere in the document lets go of no value that it showed as the only one', () => {
  const collection = personFields.find(({ list }) => list?.path === '/marks');
  if (!collection) throw new Error('There are no judgements.');
  const replicas = createReplicas(collection, 2);
  const run = (kind: Command['kind'], who: number, n = 0) => replicas.run({ kind, who, which: 0, n });
  run('create', 0);
  replicas.settle();
  run('edit', 1, 121);
  run('server-edit', 0, 13);
  run('open-form', 1);
  run('pull', 1);
  run('add-form', 1);
  replicas.settle();
  expect(replicas.ledger.missingIn(replicas.server())).toEqual([]);
});

test('a deletion that a person settled stays settled, also where another one joined it meanwhile', () => {
  const collection = personFields.find(({ list }) => list?.path === '/marks');
  if (!collection) throw new Error('There are no judgements.');
  const replicas = createReplicas(collection, 2);
  const run = (kind: Command['kind']) => replicas.run({ kind, who: 0, which: 0, n: 0 });
  run('create');
  replicas.settle();
  for (const kind of ['open-form', 'server-delete', 'add', 'delete-form', 'push', 'keep', 'edit'] as const) run(kind);
  replicas.settle();
  const waiting = conflictsOf(replicas.server());
  expect(waiting).toEqual([expect.objectContaining({ deleted: true, by: 'agent:intake' })]);
  expect(waiting.filter(({ id }) => replicas.dismissed.has(id))).toEqual([]);
});

/**
 * Without the order of lists, and without what is the remote side's by definition. A change that the server has forgotten
 * with the document that was deleted is, sent again, its sender's.
 */
const comparable = ({ score, recency, createdAt, ...document }: Mergeable): unknown =>
  JSON.parse(JSON.stringify(document), (key, value: unknown) =>
    key === 'by'
      ? undefined
      : Array.isArray(value)
        ? value.map((each) => JSON.stringify(each)).sort()
        : sortedFields(value),
  );
const sortedFields = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
