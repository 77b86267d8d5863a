import { describe, expect, test } from 'vitest';
import { storeIndexesOf } from '../entities/declaring/define-entity.ts';
import { entities, replicatedNames } from '../entities/registry.ts';
import { mergeDocuments } from './merge-documents.ts';
import { conflictsOf, editsOf, type Mergeable } from './mergeable.ts';
import { replaceAt, segmentsOf, valueAt } from './pointer.ts';
import {
  sampleContact,
  sampleConversation,
  sampleFact,
  sampleItem,
  sampleJudgement,
  sampleLead,
  sampleLine,
  sampleMark,
  sampleSetting,
  sampleSource,
  sampleTwin,
  sampleWork,
} from './testing/samples.ts';
import { createWriters } from './testing/writer.ts';

type Expected = {
  /** Both are kept: one shown, one waiting. */
  readonly both: { readonly [path: string]: readonly [unknown, unknown] };
  /** The newer one, without a word. */
  readonly newer: { readonly [path: string]: readonly [unknown, unknown] };
  readonly greater: readonly string[];
  /** Whatever a device says. */
  readonly servers: { readonly [path: string]: readonly [unknown, unknown] };
};

const handover = (reason: string) => ({ reason, summary: '', at: 1 });
const message = (text: string) => ({ id: 'm', text, direction: 'inbound', at: 1 });
const samples: { readonly [name: string]: readonly [object, Expected] } = {
  contacts: [
    { ...sampleContact, alike: [{ id: 'x', state: 'suggested' }] },
    {
      both: {
        '/kind': ['company', 'another'],
        '/name': ['a', 'b'],
        '/phone': ['1', '2'],
        '/email': ['a', 'b'],
        '/company': ['a', 'b'],
        '/language': ['ru', 'en'],
        '/timeZone': ['Europe/Moscow', 'Asia/Omsk'],
      },
      newer: { '/alike/x/state': ['same', 'different'] },
      greater: ['/updatedAt', '/optedOutAt', '/optedInAt'],
      servers: { '/followUps': [[{ id: 'x', at: 1 }], []], '/demo': [true, false], '/createdAt': [8, 9] },
    },
  ],
  leads: [
    sampleLead,
    {
      both: {
        '/title': ['a', 'b'],
        '/stage': ['won', 'lost'],
        '/bant/budget': ['1', '2'],
        '/bant/authority': ['1', '2'],
        '/bant/need': ['a', 'b'],
        '/bant/timing': ['1', '2'],
        '/amount': [5, 6],
        '/currency': ['RUB', 'USD'],
      },
      newer: {},
      greater: ['/updatedAt'],
      servers: {
        '/contactId': ['x', 'y'],
        '/conversationId': ['x', 'y'],
        '/score': [5, 6],
        '/scoreReasons': [[{ code: 'a', points: 1 }], []],
        '/demo': [true, false],
        '/createdAt': [8, 9],
      },
    },
  ],
  conversations: [
    sampleConversation,
    {
      both: { '/mode': ['human', 'draft'], '/status': ['closed', 'another'], '/assigneeId': ['a', 'b'] },
      newer: { '/handover': [handover('a'), handover('b')] },
      greater: ['/updatedAt'],
      servers: {
        '/channel': ['x', 'y'],
        '/account': ['x', 'y'],
        '/chatId': ['x', 'y'],
        '/contactId': ['x', 'y'],
        '/leadId': ['x', 'y'],
        '/language': ['en', 'ru'],
        '/lastMessage': [message('a'), message('b')],
        '/recency': [5, 6],
        '/demo': [true, false],
        '/createdAt': [8, 9],
      },
    },
  ],
  twins: [
    { ...sampleTwin, facts: [sampleFact('f', '1')] },
    {
      both: { '/facts/f/value': ['2', '3'], '/facts/f/state': ['corrected', 'forbidden'] },
      newer: { '/facts/f/confidence': [0.5, 0.6] },
      greater: ['/updatedAt'],
      servers: {
        '/facts/f/group': ['needs', 'people'],
        '/facts/f/key': ['x', 'y'],
        '/facts/f/messageId': ['x', 'y'],
        '/facts/f/conversationId': ['x', 'y'],
        '/facts/f/observedAt': [5, 6],
        '/demo': [true, false],
        '/createdAt': [8, 9],
      },
    },
  ],
  sources: [
    sampleSource,
    {
      both: { '/title': ['a', 'b'], '/product': ['a', 'b'], '/validFrom': [5, 6], '/validUntil': [5, 6] },
      newer: {
        '/state': ['ready', 'failed'],
        '/error': [
          { code: 'a', message: '', hint: '' },
          { code: 'b', message: '', hint: '' },
        ],
        '/warnings': [[{ line: 1, message: 'a' }], [{ line: 2, message: 'b' }]],
        '/passageCount': [5, 6],
        '/language': ['en', 'another'],
        '/changing': [{ titleBefore: 'a' }, { titleBefore: 'b' }],
      },
      greater: ['/updatedAt'],
      servers: {
        '/mediaType': ['x', 'y'],
        '/fileName': ['x', 'y'],
        '/digest': ['b'.repeat(64), 'c'.repeat(64)],
        '/size': [5, 6],
        '/demo': [true, false],
        '/createdAt': [8, 9],
      },
    },
  ],
  catalog: [
    sampleItem,
    {
      both: {
        '/title': ['a', 'b'],
        '/description': ['a', 'b'],
        '/sku': ['a', 'b'],
        '/priceMicros': [6, 7],
        '/currency': ['USD', 'EUR'],
        '/unit': ['a', 'b'],
        '/state': ['withdrawn', 'another'],
      },
      newer: {},
      greater: ['/updatedAt'],
      servers: { '/demo': [true, false], '/createdAt': [8, 9] },
    },
  ],
  work: [
    { ...sampleWork, order: { ...sampleWork.order, lines: [sampleLine('l', 0)] } },
    {
      both: {
        '/state': ['done', 'cancelled'],
        '/title': ['a', 'b'],
        '/details': ['a', 'b'],
        '/assigneeId': ['a', 'b'],
        '/dueAt': [6, 7],
        '/appointment/endsAt': [6, 7],
        '/appointment/timeZone': ['a', 'b'],
        '/order/lines/l/title': ['a', 'b'],
        '/order/lines/l/quantity': [6, 7],
        '/order/lines/l/priceMicros': [6, 7],
        '/approval/changed': ['a', 'b'],
        '/approval/reason': ['a', 'b'],
      },
      newer: { '/approval/decidedBy': ['a', 'b'], '/approval/decidedAt': [6, 7] },
      greater: ['/updatedAt'],
      servers: {
        '/kind': ['task', 'approval'],
        '/conversationId': ['x', 'y'],
        '/contactId': ['x', 'y'],
        '/leadId': ['x', 'y'],
        '/createdBy': ['x', 'y'],
        '/order/lines/l/productId': ['x', 'y'],
        '/order/currency': ['USD', 'EUR'],
        '/order/number': ['x', 'y'],
        '/approval/runId': ['x', 'y'],
        '/approval/step': [6, 7],
        '/approval/agent': ['x', 'y'],
        '/approval/tool': ['x', 'y'],
        '/approval/arguments': ['x', 'y'],
        '/suggestion/runId': ['x', 'y'],
        '/suggestion/text': ['x', 'y'],
        '/suggestion/citations': [['x'], ['y']],
        '/followUp/sequence': ['x', 'y'],
        '/followUp/step': [6, 7],
        '/followUp/messageId': ['x', 'y'],
        '/followUp/ended': ['sent', 'capped'],
        '/demo': [true, false],
        '/createdAt': [8, 9],
      },
    },
  ],
  settings: [
    {
      ...sampleJudgement,
      ...sampleSetting,
      marks: [sampleMark('m', 0)],
      replyStyle: { signature: {}, priceObjection: {}, sentences: [{ id: 'ru:hello', text: '' }] },
    },
    {
      both: {
        '/note': ['a', 'b'],
        '/marks/m/grade': [1, 2],
        '/agent/enabled': [true, false],
        '/agent/prompt/ru': ['a', 'b'],
        '/agent/prompt/en': ['a', 'b'],
        '/agent/limits/steps': [6, 7],
        '/agent/limits/tokens': [6, 7],
        '/agent/limits/costMicros': [6, 7],
        '/replyStyle/address': ['formal', 'informal'],
        '/replyStyle/signature/ru': ['a', 'b'],
        '/replyStyle/signature/en': ['a', 'b'],
        '/replyStyle/hours': [{ timeZone: 'UTC' }, { timeZone: 'Asia/Tokyo' }],
        '/replyStyle/priceObjection/ru': ['a', 'b'],
        '/replyStyle/priceObjection/en': ['a', 'b'],
        '/replyStyle/sentences/ru:hello/text': ['a', 'b'],
      },
      newer: {
        '/marks/m/quote': ['a', 'b'],
        '/marks/m/digest': ['b'.repeat(16), 'c'.repeat(16)],
        '/marks/m/at': [5, 6],
      },
      greater: ['/updatedAt'],
      servers: {
        '/marks/m/passageId': ['x', 'y'],
        '/marks/m/sourceId': ['x', 'y'],
        '/marks/m/userId': ['x', 'y'],
        '/value': [
          { kind: 'agent', name: 'x' },
          { kind: 'agent', name: 'y' },
        ],
      },
    },
  ],
};
const merging = Object.values(entities).filter(({ merge }) => merge !== undefined);
const cases = Object.entries(samples).map(([name, [document, expected]]) => ({ name, document, expected }));

test('every collection that people edit is looked at here', () => {
  expect(Object.keys(samples).sort()).toEqual(merging.map(({ name }) => name).sort());
});

describe.each(cases)('$name changed by two people without knowing of each other', ({ name, document, expected }) => {
  const base: Mergeable = { id: 'd', ...document, _deleted: false };
  const both = (path: string, [a, b]: readonly [unknown, unknown]) => {
    const write = createWriters(name as keyof typeof entities);
    const set = (value: unknown) => replaceAt(base, segmentsOf(path), value) as Mergeable;
    return { local: write('anna')(base, set(a)), remote: write('boris')(base, set(b)) };
  };
  const merge = (sides: { local: Mergeable; remote: Mergeable }) =>
    mergeDocuments(name as keyof typeof entities, { base, ...sides });

  test.each(Object.entries(expected.both))('%s: neither value is lost', (path, values) => {
    const sides = both(path, values);
    const merged = merge(sides);
    expect(valueAt(merged, path)).toEqual(valueAt(sides.remote, path));
    expect(conflictsOf(merged)).toMatchObject([{ path, value: values[0], by: 'anna' }]);
  });

  test.each(Object.entries(expected.newer))('%s: the newer value, and nothing waits', (path, values) => {
    const { local, remote } = both(path, values);
    for (const sides of [
      { local, remote },
      { local: remote, remote: local },
    ]) {
      expect(valueAt(merge(sides), path)).toEqual(values[1]);
      expect(conflictsOf(merge(sides))).toEqual([]);
    }
  });

  test.each(expected.greater)('%s: the greater', (path) => {
    const { local, remote } = both(path, [9, 5]);
    for (const sides of [
      { local, remote },
      { local: remote, remote: local },
    ]) {
      expect(valueAt(merge(sides), path)).toBe(9);
      expect(editsOf(merge(sides))).toEqual({});
    }
  });

  test.each(Object.entries(expected.servers))('%s: what the server says', (path, values) => {
    const { local, remote } = both(path, values);
    expect(valueAt(merge({ local, remote }), path)).toEqual(values[1]);
    expect(valueAt(merge({ local: remote, remote: local }), path)).toEqual(values[0]);
    expect(editsOf(merge({ local, remote }))).toEqual({});
  });
});

test('a contact has the identities that either gained, without those that either lost', () => {
  const write = createWriters('contacts');
  const identity = (externalId: string) => ({ channel: 'vk', account: '1', externalId });
  const base: Mergeable = { ...sampleContact, _deleted: false, identities: [identity('a'), identity('b')] };
  const local = write('anna')(base, { identities: [identity('a'), identity('b'), identity('c')] });
  const remote = write('boris')(base, { identities: [identity('b'), identity('d')] });
  const merged = mergeDocuments('contacts', { base, local, remote });
  expect(merged.identities).toEqual([identity('b'), identity('d'), identity('c')]);
  expect(conflictsOf(merged)).toEqual([]);
});

test('an agent has the tools that either gave it, without those that either took from it', () => {
  const write = createWriters('settings');
  const withTools = (tools: readonly string[]) => ({ agent: { ...sampleSetting.agent, tools, approvals: tools } });
  const base: Mergeable = { ...sampleSetting, _deleted: false, ...withTools(['a', 'b']) };
  const local = write('anna')(base, withTools(['a', 'b', 'c']));
  const remote = write('boris')(base, withTools(['b', 'd']));
  expect(mergeDocuments('settings', { base, local, remote })).toMatchObject(withTools(['b', 'd', 'c']));
});

test('each replicated entity names the order of its first pull: that of the last writes, or of one of its indexes', () => {
  for (const name of replicatedNames) {
    const { newestFirst } = entities[name];
    if (newestFirst !== 'last-written') expect(storeIndexesOf(entities[name])).toContainEqual(newestFirst.index);
  }
});

test('a contact that the server and a device each find alike to another one keeps both', () => {
  const write = createWriters('contacts');
  const base = write('server')(undefined, sampleContact);
  const local = write('anna')(base, { alike: [{ id: 'x', state: 'same' }] });
  const remote = write('server')(base, { alike: [{ id: 'y', state: 'suggested' }] });
  const merged = mergeDocuments('contacts', { base, local, remote });
  expect(valueAt(merged, '/alike')).toEqual([
    { id: 'y', state: 'suggested' },
    { id: 'x', state: 'same' },
  ]);
  expect(conflictsOf(merged)).toEqual([]);
});
