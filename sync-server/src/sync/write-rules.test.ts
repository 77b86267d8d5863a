import type { SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Judgement } from '@inbetwin/shared/entities/judgement.ts';
import type { CollectionName } from '@inbetwin/shared/entities/registry.ts';
import type { Source } from '@inbetwin/shared/entities/source.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { judgementIdOf } from '@inbetwin/shared/search/evaluation/judgement-id.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { beforeEach, expect, test } from 'vitest';
import { push } from './push.ts';
import {
  sampleConversation,
  sampleFact,
  sampleJudgement,
  sampleLead,
  sampleMark,
  samplePassage,
  sampleReply,
  sampleTwin,
} from './testing/sample-documents.ts';

const at = Date.UTC(2026, 0, 15, 9);
const anna = { userId: 'anna', teamId: 'team1', role: 'rep', sessionId: 's1' } as const;

const contact: Contact = {
  id: 'contact:telegram:42:7',
  kind: 'person',
  name: 'Иван',
  identities: [{ channel: 'telegram', account: '42', externalId: '7' }],
  createdAt: at,
  updatedAt: at,
};
const twin = sampleTwin(contact.id);
const [fact = sampleFact('', '')] = twin.facts;
const digest = 'ab'.repeat(32);
const source: Source = {
  id: `source:${digest.slice(0, 32)}`,
  title: 'Цены',
  mediaType: 'text/plain',
  digest,
  size: 3,
  state: 'indexing',
  warnings: [],
  passageCount: 1,
  language: 'ru',
  createdAt: at,
  updatedAt: at,
};
const passage = samplePassage('source:1:0', 0, 'Зал стоит 120 000 ₽.');
const conversation = sampleConversation();
const lead = sampleLead('lead:telegram:42:7', { conversationId: conversation.id });
const deal = sampleLead('deal:1', { score: 0, scoreReasons: [] });
const judged: Judgement = sampleJudgement('Сколько стоит зал?', [sampleMark('source:1:0', 'boris')]);
const joined = { ...judged, marks: [...judged.marks, sampleMark('source:1:0', 'anna')] };
const question = (id: string, marks = [sampleMark('source:1:0', 'anna')]): Judgement => ({
  ...sampleJudgement('Есть парковка?', marks),
  id,
});
const handover = { reason: 'angry', summary: 'Позвоните', at };

let store: ReturnType<typeof createMemoryStore>;
beforeEach(async () => {
  store = createMemoryStore();
  const documents = openTeamDocuments(store, 'team1');
  await documents.contacts.put(contact);
  await documents.contacts.put({ ...contact, id: 'own', identities: [] });
  await documents.leads.put(lead);
  await documents.leads.put({ ...deal, id: 'deal:0' });
  await documents.conversations.put({ ...conversation, handover });
  await documents.messages.put(sampleReply('anna', { id: 'person:anna:0' }));
  await documents.twins.put(twin);
  await documents.sources.put({ ...source, id: 'source:1' });
  await documents.passages.put(passage);
  await documents.judgements.put(judged);
});

type Document = { readonly id: string; readonly [field: string]: unknown };
type Write = readonly [collection: CollectionName, next: Document | undefined, present?: Document | undefined];

const answerTo = async ([collection, next, present]: Write): Promise<string> => {
  const asState = (document: Document): SyncDocument => ({ ...document, _deleted: false });
  const newDocumentState = next ? asState(next) : { id: present?.id ?? '', _deleted: true };
  const row = { newDocumentState, assumedMasterState: present ? asState(present) : null };
  const answer = await push({ store, clock: () => at }, anna, { collection, rows: [row] });
  if (answer.conflicts.length > 0) return 'conflict';
  return answer.refused[0]?.reason ?? 'taken';
};

const taken: Readonly<Record<string, Write>> = {
  'a contact of one’s own': ['contacts', { ...contact, id: 'new', identities: [] }],
  'a better name and phone': ['contacts', { ...contact, name: 'Иван К.', phone: '+7 999' }, contact],
  'a contact of one’s own, gone': ['contacts', undefined, { ...contact, id: 'own', identities: [] }],
  'a deal of one’s own': ['leads', { ...deal, conversationId: conversation.id }],
  'a stage, an amount and a need': ['leads', { ...lead, stage: 'won', amount: 5, bant: { need: 'зал' } }, lead],
  'a deal of one’s own, gone': ['leads', undefined, { ...deal, id: 'deal:0' }],
  'a take-over': [
    'conversations',
    { ...conversation, handover, mode: 'human', assigneeId: 'anna' },
    { ...conversation, handover },
  ],
  'handing back, closed': ['conversations', { ...conversation, status: 'closed' }, { ...conversation, handover }],
  'a reply': ['messages', sampleReply('anna')],
  'a corrected fact': [
    'twins',
    { ...twin, facts: [{ ...fact, value: '+7 1', confidence: 1, state: 'corrected' }, twin.facts[1]] },
    twin,
  ],
  'an imported file': ['sources', source],
  'its passage': ['passages', { ...passage, id: 'source:1:1', position: 1 }],
  'a source that is ready': ['sources', { ...source, id: 'source:1', state: 'ready' }, { ...source, id: 'source:1' }],
  'a source, gone': ['sources', undefined, { ...source, id: 'source:1' }],
  'a passage, gone': ['passages', undefined, passage],
  'a judged query': ['judgements', question(judgementIdOf('есть парковка'))],
  'a mark beside another’s, and a note': ['judgements', { ...joined, note: 'Спрашивают часто' }, judged],
  'a judged query, gone': ['judgements', undefined, judged],
};

for (const [what, write] of Object.entries(taken)) {
  test(`a device may write ${what}`, async () => {
    expect(await answerTo(write)).toBe('taken');
    expect(await answerTo(write)).toMatch(/^(taken|conflict)$/);
  });
}

const refused: Readonly<Record<string, readonly [...Write, because: string]>> = {
  'a contact in a channel’s place': ['contacts', { ...contact, id: 'contact:telegram:42:8' }, undefined, 'channel'],
  'an identity of one’s own making': ['contacts', { ...contact, id: 'new' }, undefined, 'identities'],
  'another’s identity': ['contacts', { ...contact, identities: [] }, contact, 'identities'],
  'a channel’s contact, gone': ['contacts', undefined, contact, 'channel'],
  'a sample': ['contacts', { ...contact, id: 'new', identities: [], demo: true }, undefined, 'samples'],
  'a lead in a conversation’s place': ['leads', { ...deal, id: 'lead:telegram:42:8' }, undefined, 'conversation'],
  'a score': ['leads', { ...deal, score: 100 }, undefined, 'scores'],
  'a better score': ['leads', { ...lead, score: 100 }, lead, 'score'],
  'a deal of a strange conversation': ['leads', { ...deal, conversationId: 'telegram:1:1' }, undefined, 'conversation'],
  'the lead of a conversation, gone': ['leads', undefined, lead, 'lost'],
  'a conversation': ['conversations', sampleConversation('telegram:42:8'), undefined, 'server'],
  'a conversation, gone': ['conversations', undefined, { ...conversation, handover }, 'close'],
  'a hand-over of the future': [
    'conversations',
    { ...conversation, handover: { ...handover, at: 8.64e15 } },
    { ...conversation, handover },
    'future',
  ],
  'a reply with citations': [
    'messages',
    sampleReply('anna', { citations: [{ passageId: 'p', sourceId: 's', title: 'Цены', quote: 'Даром' }] }),
    undefined,
    'agent',
  ],
  'a reply of nothing': ['messages', sampleReply('anna', { text: ' \n' }), undefined, 'text'],
  'a delivery of one’s own making': [
    'messages',
    sampleReply('anna', { id: 'person:anna:0', delivery: { state: 'sent', attempts: 1, platformIds: [] } }),
    sampleReply('anna', { id: 'person:anna:0' }),
    'delivery',
  ],
  'a twin': ['twins', { ...twin, id: 'nobody' }, undefined, 'server'],
  'a twin, gone': ['twins', undefined, twin, 'forbid'],
  'a fact that nobody said': ['twins', { ...twin, facts: [...twin.facts, { ...fact, id: 'm2:x' }] }, twin, 'adds'],
  'a fact twice': ['twins', { ...twin, facts: [fact, fact] }, twin, 'adds'],
  'a fact, gone': ['twins', { ...twin, facts: [fact] }, twin, 'drops'],
  'a fact of another message': [
    'twins',
    { ...twin, facts: [{ ...fact, messageId: 'm9' }, twin.facts[1]] },
    twin,
    'came from',
  ],
  'a source under another’s id': ['sources', { ...source, id: 'source:other' }, undefined, source.id],
  'a source whose digest is a path': [
    'sources',
    { ...source, digest: '../'.repeat(22).slice(0, 64) },
    undefined,
    'hex',
  ],
  'a passage under another’s id': ['passages', { ...passage, id: 'source:2:0' }, undefined, 'source:1:0'],
  'a passage of another source': ['passages', { ...passage, sourceId: 'source:2' }, passage, 'sourceId'],
  'a query under another’s id': ['judgements', question('judgement:1'), undefined, 'after the query'],
  'a new query marked by somebody else': [
    'judgements',
    question(judgementIdOf('есть парковка'), [sampleMark('source:1:0', 'boris')]),
    undefined,
    'belongs',
  ],
  'another’s mark, changed': [
    'judgements',
    { ...judged, marks: [sampleMark('source:1:0', 'boris', 0)] },
    judged,
    'belongs',
  ],
  'another’s mark, gone': ['judgements', { ...judged, marks: [] }, judged, 'belongs'],
  'a mark under another’s id': [
    'judgements',
    { ...judged, marks: [...judged.marks, { ...sampleMark('source:1:1', 'anna'), id: 'source:1:1 boris' }] },
    judged,
    'its person',
  ],
  'other words for a query': ['judgements', { ...judged, query: 'Сколько стоит шатёр?' }, judged, 'query'],
};

for (const [what, [collection, next, present, because]] of Object.entries(refused)) {
  test(`a device may not write ${what}`, async () => {
    expect(await answerTo([collection, next, present])).toContain(because);
  });
}
