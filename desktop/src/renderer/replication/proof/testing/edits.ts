import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Entity } from '@inbetwin/shared/entities/declaring/define-entity.ts';
import { leadStages } from '@inbetwin/shared/entities/lead.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { changedPlaces } from '@inbetwin/shared/merge/changed-places.ts';
import { elementsOf, isFields } from '@inbetwin/shared/merge/mergeable.ts';
import { sampleMark } from '@inbetwin/sync-server/sync/testing/sample-documents.ts';
import { copyPlaces } from './copy-places.ts';
import type { Journal } from './journal.ts';

/** Changes one of the fields that a person can edit; `field` and `choice` select which one and how. */
export type Edit = {
  readonly userId: string;
  readonly field: number;
  readonly choice: number;
  readonly journal: Journal;
};
type Fields = SyncDocument;
type Editor = (document: Fields, edit: Edit) => Fields;

const setWord =
  (name: string): Editor =>
  (document, { journal }) => ({ ...document, [name]: journal.nextWord() });

const setBant =
  (name: string): Editor =>
  (document, { journal }) => ({
    ...document,
    bant: { ...(isFields(document.bant) && document.bant), [name]: journal.nextWord() },
  });

const setOneOf =
  (name: string, values: readonly string[]): Editor =>
  (document, { choice }) => ({ ...document, [name]: values[choice % values.length] });

/** Inserts a word somewhere, or replaces one. */
const changeText = (text: unknown, { choice, journal }: Edit): string => {
  const words = typeof text === 'string' && text !== '' ? text.split(' ') : [];
  const place = words.length === 0 ? 0 : choice % (words.length + 1);
  return words.toSpliced(place, choice % 2, journal.nextWord()).join(' ');
};

const clear =
  (name: string): Editor =>
  ({ [name]: _, ...document }) =>
    document as Fields;

const changeFact: (change: (edit: Edit) => object) => Editor = (change) => (document, edit) => {
  const facts = elementsOf(document.facts);
  const place = edit.choice % Math.max(1, facts.length);
  return { ...document, facts: facts.map((fact, at) => (at === place ? { ...fact, ...change(edit) } : fact)) };
};

const changeMark: Editor = (document, { userId, choice }) => {
  const marks = elementsOf(document.marks);
  const mark = sampleMark(`p${1 + (choice % 2)}`, userId, choice % 3 === 0 ? 0 : choice % 3 === 1 ? 1 : 2);
  const others = marks.filter(({ id }) => id !== mark.id);
  return { ...document, marks: choice % 7 === 6 ? others : [...others, mark] };
};

const people = ['user:anna', 'user:boris', 'user:clara'];

const editors: { readonly [N in ReplicatedCollection]?: readonly Editor[] } = {
  contacts: [setWord('name'), setWord('phone'), setWord('company'), setWord('email'), clear('company')],
  leads: [
    setOneOf('stage', leadStages),
    setWord('title'),
    setBant('budget'),
    (document, edit) => {
      const bant = isFields(document.bant) ? document.bant : {};
      return { ...document, bant: { ...bant, need: changeText(bant.need, edit) } };
    },
    (document, { journal }) => ({ ...document, amount: journal.nextAmount(), currency: 'RUB' }),
    setBant('timing'),
  ],
  conversations: [
    setOneOf('status', ['open', 'closed']),
    setOneOf('mode', ['human', 'agent', 'draft']),
    setOneOf('assigneeId', people),
    clear('assigneeId'),
  ],
  twins: [
    changeFact(({ journal }) => ({ value: journal.nextWord(), confidence: 1, state: 'corrected' })),
    changeFact(() => ({ state: 'forbidden' })),
  ],
  sources: [setWord('title'), setWord('product'), clear('product')],
  settings: [(document, edit) => ({ ...document, note: changeText(document.note, edit) }), changeMark],
};

export const editFields = (collection: ReplicatedCollection, document: Fields, edit: Edit): Fields => {
  const known = editors[collection] ?? [];
  const editor = known[edit.field % Math.max(1, known.length)];
  const edited = editor?.(document, edit) ?? document;
  return edited === document ? document : touched(edited);
};

/** Edits in the way that every action does. */
const touched = (document: Fields): Fields => {
  const before = typeof document.updatedAt === 'number' ? document.updatedAt : 0;
  return { ...document, updatedAt: Math.max(before + 1, Date.now()) };
};

/** What a form saves over the state that its person knows by then: only the fields that were typed. */
export const changeOf = (name: ReplicatedCollection, before: SyncDocument, after: SyncDocument) => {
  const { merge }: Entity = entities[name];
  return (document: object): object => {
    if (!merge) return after;
    const places = new Set(changedPlaces(merge, { before, after }));
    return { ...copyPlaces(merge, { from: after, into: document as SyncDocument, places }), id: before.id };
  };
};
