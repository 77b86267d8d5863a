import type { RefusalRule, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import type { Setting } from '@inbetwin/shared/entities/setting.ts';
import { type Judgement, judgementIdOf } from '@inbetwin/shared/entities/setting-kinds/judgement.ts';
import type { ReplyStyle } from '@inbetwin/shared/entities/setting-kinds/reply-style.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createMemoryStore } from '@inbetwin/shared/testing/memory-store.ts';
import { beforeEach, expect, test } from 'vitest';
import { push } from './push.ts';
import {
  sampleAgentSetting,
  sampleAppointment,
  sampleCatalogItem,
  sampleContact,
  sampleConversation,
  sampleFact,
  sampleJudgement,
  sampleLead,
  sampleMark,
  sampleOrder,
  samplePassage,
  sampleReply,
  sampleSetting,
  sampleSource,
  sampleSuggestion,
  sampleTask,
  sampleTeamsAgent,
  sampleTwin,
} from './testing/sample-documents.ts';

const newFile = { kind: 'file', name: 'смета.pdf', size: 9, state: 'waiting', digest: 'ab'.repeat(32) } as const;
const at = Date.UTC(2026, 0, 15, 9);
const anna = { userId: 'anna', teamId: 'team1', role: 'admin', sessionId: 's1' } as const;

const contact = sampleContact('contact:telegram:42:7', {
  identities: [{ channel: 'telegram', account: '42', externalId: '7' }],
});
const twin = sampleTwin(contact.id);
const [fact = sampleFact('', '')] = twin.facts;
const source = sampleSource('ab');
const passage = samplePassage('source:1:0', 0, 'Зал стоит 120 000 ₽.');
const conversation = sampleConversation();
const lead = sampleLead('lead:telegram:42:7', { conversationId: conversation.id });
const deal = sampleLead('deal:1', { score: 0, scoreReasons: [] });
const judged: Judgement = sampleJudgement('Сколько стоит зал?', [sampleMark('source:1:0', 'boris')]);
const joined = { ...judged, marks: [...(judged.marks ?? []), sampleMark('source:1:0', 'anna')] };
const question = (id: string, marks = [sampleMark('source:1:0', 'anna')]): Judgement => ({
  ...sampleJudgement('Есть парковка?', marks),
  id,
});
const handover = { reason: 'angry', summary: 'Позвоните', at };

const hall = sampleCatalogItem('hall');
const order = sampleOrder('anna', hall);
const agentsOrder = sampleOrder('agent:rag', hall, { id: 'work:run:1#3' });
const suggestion = sampleSuggestion();
const withOrder = (changes: object) => ({ ...order, order: { ...order.order, ...changes } });
const lineWith = (changes: object) => order.order?.lines.map((line) => ({ ...line, ...changes }));

const answering: Setting = {
  id: 'answering',
  updatedAt: at,
  value: { kind: 'answering' },
  answering: { handBackHours: 12 },
};
const styled = (replyStyle: ReplyStyle): Setting => ({
  id: 'reply-style',
  updatedAt: at,
  value: { kind: 'reply-style' },
  replyStyle,
});
const worded = (text: string) => styled({ sentences: [{ id: 'ru:noted', text }] });

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
  await documents.settings.put(judged);
  await documents.catalog.put(hall);
  await documents.catalog.put(sampleCatalogItem('old', { state: 'withdrawn' }));
  await documents.work.put(agentsOrder);
  await documents.work.put(suggestion);
  await documents.work.put(sampleTask('boris', { id: 'work:boris:1' }));
  await documents.settings.put(sampleSetting('team'));
  await documents.settings.put(sampleAgentSetting('scoring'));
  await documents.settings.put(sampleTeamsAgent('opt'));
});

type Document = { readonly id: string; readonly [field: string]: unknown };
type Write = readonly [collection: ReplicatedCollection, next: Document | undefined, present?: Document | undefined];

/** The rule that was broken. */
const answerTo = async ([collection, next, present]: Write): Promise<string> => {
  const asState = (document: Document): SyncDocument => ({ ...document, _deleted: false });
  const newDocumentState = next ? asState(next) : { id: present?.id ?? '', _deleted: true };
  const row = { newDocumentState, assumedMasterState: present ? asState(present) : null };
  const answer = await push({ store, clock: () => at }, anna, { collection, rows: [row] });
  return answer.refused[0]?.rule ?? 'taken';
};

const taken: Readonly<Record<string, Write>> = {
  'a contact of one’s own': ['contacts', { ...contact, id: 'new', identities: [] }],
  'a better name and phone': ['contacts', { ...contact, name: 'Иван К.', phone: '+7 999' }, contact],
  'a contact of one’s own, gone': ['contacts', undefined, { ...contact, id: 'own', identities: [] }],
  'a deal of one’s own': ['leads', { ...deal, conversationId: conversation.id }],
  'a stage, an amount and a need': ['leads', { ...lead, stage: 'won', amount: 5, bant: { need: 'зал' } }, lead],
  'a deal of one’s own, gone': ['leads', undefined, { ...deal, id: 'deal:0' }],
  'a channel’s contact, gone': ['contacts', undefined, contact],
  'the lead of a conversation, gone': ['leads', undefined, lead],
  'a twin, gone': ['twins', undefined, twin],
  'a take-over': [
    'conversations',
    { ...conversation, handover, mode: 'human', assigneeId: 'anna' },
    { ...conversation, handover },
  ],
  'handing back, closed': ['conversations', { ...conversation, status: 'closed' }, { ...conversation, handover }],
  'a reply': ['messages', sampleReply('anna')],
  'a reply of files alone': ['messages', sampleReply('anna', { text: '', attachments: [newFile] })],
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
  'a judged query': ['settings', question(judgementIdOf('есть парковка'))],
  'a mark beside another’s, and a note': ['settings', { ...joined, note: 'Спрашивают часто' }, judged],
  'a judged query, gone': ['settings', undefined, judged],
  'a task': ['work', sampleTask('anna', { conversationId: conversation.id })],
  'an appointment': ['work', sampleAppointment('anna')],
  'an order at the catalog’s prices': ['work', order],
  'another’s task, done': ['work', sampleTask('boris', { state: 'done' }), sampleTask('boris')],
  'fewer of an agent’s order': [
    'work',
    { ...agentsOrder, order: { ...agentsOrder.order, lines: lineWith({ quantity: 1 }) } },
    agentsOrder,
  ],
  'a suggestion that was used': ['work', { ...suggestion, state: 'done' }, suggestion],
  'how an agent differs': ['settings', { ...sampleAgentSetting('rag'), agent: { approvals: ['create_task'] } }],
  'an agent that is off': [
    'settings',
    { ...sampleAgentSetting('scoring'), agent: { enabled: false } },
    sampleAgentSetting('scoring'),
  ],
  'an agent of the team’s own': ['settings', sampleTeamsAgent('opt')],
  'an agent of the team’s own, gone': ['settings', undefined, sampleTeamsAgent('opt')],
  'when conversations go back': ['settings', answering],
  'how customers are answered': ['settings', worded('Записала: {details}')],
};

for (const [what, write] of Object.entries(taken)) {
  test(`a device may write ${what}`, async () => {
    expect(await answerTo(write)).toBe('taken');
    expect(await answerTo(write)).toBe('taken');
  });
}

test.each([
  ['a channel’s contact', 'contacts', contact],
  ['the lead of a conversation', 'leads', lead],
  ['a twin', 'twins', twin],
] as const)('a device may bring back %s that it removed', async (_what, collection, document) => {
  expect(await answerTo([collection, undefined, document])).toBe('taken');
  expect(await answerTo([collection, document])).toBe('taken');
});

const refused: Readonly<Record<string, readonly [...Write, because: RefusalRule]>> = {
  'a contact in a channel’s place': [
    'contacts',
    { ...contact, id: 'contact:telegram:42:8' },
    undefined,
    'contact.id_of_channel',
  ],
  'an identity of one’s own making': [
    'contacts',
    { ...contact, id: 'new' },
    undefined,
    'contact.identities_of_channel',
  ],
  'another’s identity': ['contacts', { ...contact, identities: [] }, contact, 'document.field_fixed'],
  'a sample': ['contacts', { ...contact, id: 'new', identities: [], demo: true }, undefined, 'document.sample'],
  'a lead in a conversation’s place': [
    'leads',
    { ...deal, id: 'lead:telegram:42:8' },
    undefined,
    'lead.id_of_conversation',
  ],
  'a deal of a strange conversation': [
    'leads',
    { ...deal, conversationId: 'telegram:1:1' },
    undefined,
    'lead.unknown_conversation',
  ],
  'a conversation': ['conversations', sampleConversation('telegram:42:8'), undefined, 'right.server_only'],
  'a conversation, gone': ['conversations', undefined, { ...conversation, handover }, 'right.server_only'],
  'a hand-over of the future': [
    'conversations',
    { ...conversation, handover: { ...handover, at: 8.64e15 } },
    { ...conversation, handover },
    'conversation.future_handover',
  ],
  'a reply with citations': [
    'messages',
    sampleReply('anna', { citations: [{ passageId: 'p', sourceId: 's', title: 'Цены', quote: 'Даром' }] }),
    undefined,
    'message.of_agent',
  ],
  'a reply with files': [
    'messages',
    sampleReply('anna', { attachments: [{ kind: 'file', name: 'a.pdf', state: 'stored', digest: 'ab'.repeat(32) }] }),
    undefined,
    'message.files_of_server',
  ],
  'a file without bytes': [
    'messages',
    sampleReply('anna', { attachments: [{ ...newFile, size: 0 }] }),
    undefined,
    'message.files_of_server',
  ],
  'a file under another name than its digest': [
    'messages',
    sampleReply('anna', { attachments: [{ ...newFile, digest: '../../team-2/secret' }] }),
    undefined,
    'message.files_of_server',
  ],
  'a file whose name is a path': [
    'messages',
    sampleReply('anna', { attachments: [{ ...newFile, name: '../смета.exe\u202Efdp' }] }),
    undefined,
    'message.files_of_server',
  ],
  'a file that the server would fetch for the device': [
    'messages',
    sampleReply('anna', { attachments: [{ ...newFile, reference: 'AgAC' }] }),
    undefined,
    'message.files_of_server',
  ],
  'a reply of nothing': ['messages', sampleReply('anna', { text: ' \n' }), undefined, 'message.empty'],
  'a delivery of one’s own making': [
    'messages',
    sampleReply('anna', { id: 'person:anna:0', delivery: { state: 'sent', attempts: 1, platformIds: [] } }),
    sampleReply('anna', { id: 'person:anna:0' }),
    'right.server_only',
  ],
  'a twin': ['twins', { ...twin, id: 'nobody' }, undefined, 'right.server_only'],
  'a fact that nobody said': [
    'twins',
    { ...twin, facts: [...twin.facts, { ...fact, id: 'm2:x' }] },
    twin,
    'twin.facts_of_agents',
  ],
  'a fact twice': ['twins', { ...twin, facts: [fact, fact] }, twin, 'twin.facts_of_agents'],
  'a fact, gone': ['twins', { ...twin, facts: [fact] }, twin, 'twin.facts_of_agents'],
  'a fact of another message': [
    'twins',
    { ...twin, facts: [{ ...fact, messageId: 'm9' }, twin.facts[1]] },
    twin,
    'twin.fact_origin',
  ],
  'a source under another’s id': ['sources', { ...source, id: 'source:other' }, undefined, 'source.id_of_another'],
  'a source whose digest is a path': [
    'sources',
    { ...source, digest: '../'.repeat(22).slice(0, 64) },
    undefined,
    'source.digest',
  ],
  'a passage under another’s id': ['passages', { ...passage, id: 'source:2:0' }, undefined, 'passage.id_of_another'],
  'a passage of another source': ['passages', { ...passage, sourceId: 'source:2' }, passage, 'document.field_fixed'],
  'a query under another’s id': ['settings', question('judgement:1'), undefined, 'setting.id_of_another'],
  'a new query marked by somebody else': [
    'settings',
    question(judgementIdOf('есть парковка'), [sampleMark('source:1:0', 'boris')]),
    undefined,
    'judgement.mark_of_another',
  ],
  'another’s mark, changed': [
    'settings',
    { ...judged, marks: [sampleMark('source:1:0', 'boris', 0)] },
    judged,
    'judgement.mark_of_another',
  ],
  'another’s mark, gone': ['settings', { ...judged, marks: [] }, judged, 'judgement.mark_of_another'],
  'a mark under another’s id': [
    'settings',
    { ...judged, marks: [...(judged.marks ?? []), { ...sampleMark('source:1:1', 'anna'), id: 'source:1:1 boris' }] },
    judged,
    'judgement.mark_id',
  ],
  'other words for a query': [
    'settings',
    { ...judged, value: { ...judged.value, query: 'Сколько стоит шатёр?' } },
    judged,
    'document.field_fixed',
  ],
  'an agent in a judged query': ['settings', { ...judged, agent: { enabled: false } }, judged, 'setting.parts'],
  'a suggestion': ['work', { ...suggestion, id: 'work:anna:1' }, undefined, 'right.server_only'],
  'work under another’s id': ['work', sampleTask('anna', { id: 'work:boris:2' }), undefined, 'work.id_of_another'],
  'work signed by somebody else': ['work', sampleTask('anna', { createdBy: 'boris' }), undefined, 'work.not_own'],
  'a task that is approved': ['work', sampleTask('anna', { state: 'approved' }), undefined, 'work.state'],
  'a task of a strange conversation': [
    'work',
    sampleTask('anna', { conversationId: 'telegram:1:1' }),
    undefined,
    'work.unknown_conversation',
  ],
  'a sample of work': ['work', sampleTask('anna', { demo: true }), undefined, 'document.sample'],
  'a task with an order in it': ['work', { ...order, kind: 'task' }, undefined, 'work.parts'],
  'an appointment without a time': ['work', sampleAppointment('anna', { dueAt: order.dueAt }), undefined, 'work.times'],
  'an appointment nowhere': [
    'work',
    sampleAppointment('anna', { appointment: { endsAt: at + 90_000_000, timeZone: 'Mars/Olympus' } }),
    undefined,
    'work.times',
  ],
  'an order at another price': [
    'work',
    withOrder({ lines: lineWith({ priceMicros: 1 }) }),
    undefined,
    'order.of_catalog',
  ],
  'an order in another currency': ['work', withOrder({ currency: 'USD' }), undefined, 'order.of_catalog'],
  'an order of nothing known': [
    'work',
    withOrder({ lines: lineWith({ productId: 'x' }) }),
    undefined,
    'order.of_catalog',
  ],
  'an order of what is not sold any more': [
    'work',
    withOrder({ lines: lineWith({ productId: 'old' }) }),
    undefined,
    'order.of_catalog',
  ],
  'an order under another’s number': ['work', withOrder({ number: '1' }), undefined, 'order.number'],
  'an order of nothing': ['work', withOrder({ lines: [] }), undefined, 'order.lines'],
  'a cheaper price afterwards': [
    'work',
    { ...agentsOrder, order: { ...agentsOrder.order, lines: lineWith({ priceMicros: 1 }) } },
    agentsOrder,
    'order.lines',
  ],
  'an agent’s task as one’s own': ['work', { ...agentsOrder, createdBy: 'anna' }, agentsOrder, 'document.field_fixed'],
  'other words for a suggestion': ['work', { ...suggestion, title: 'Да' }, suggestion, 'document.field_fixed'],
  'a suggestion that is approved': ['work', { ...suggestion, state: 'approved' }, suggestion, 'work.state'],
  'work, gone': ['work', undefined, agentsOrder, 'right.server_only'],
  'the team’s setting': [
    'settings',
    { ...sampleSetting('team'), agent: { enabled: false } },
    sampleSetting('team'),
    'right.server_only',
  ],
  'a built-in agent, gone': ['settings', undefined, sampleAgentSetting('scoring'), 'setting.delete_of_built_in'],
  'a sentence without what it must say': [
    'settings',
    worded('Записала!'),
    undefined,
    'reply_style.placeholder_missing',
  ],
  'a sentence with a placeholder of another': [
    'settings',
    worded('Записала: {details}, {stop}'),
    undefined,
    'reply_style.placeholder_unknown',
  ],
  'an empty sentence': ['settings', worded(' '), undefined, 'reply_style.sentence_empty'],
  'a sentence that there is not': [
    'settings',
    styled({ sentences: [{ id: 'ru:oh', text: 'Ох' }] }),
    undefined,
    'reply_style.sentence_unknown',
  ],
  'hours in no time zone': [
    'settings',
    styled({ hours: { timeZone: 'Europe/Nowhere', days: { mon: { from: '10:00', to: '19:00' } } } }),
    undefined,
    'reply_style.time_zone',
  ],
  'hours of no day': [
    'settings',
    styled({ hours: { timeZone: 'Europe/Moscow', days: {} } }),
    undefined,
    'reply_style.no_working_day',
  ],
  'the answering’s setting under another’s id': [
    'settings',
    { ...answering, id: 'agent:answering' },
    undefined,
    'setting.id_of_another',
  ],
  'a setting of the server’s': ['settings', sampleSetting('other'), undefined, 'right.server_only'],
  'an agent’s setting under another’s id': [
    'settings',
    { ...sampleAgentSetting('rag'), id: 'agent:intake' },
    undefined,
    'setting.id_of_another',
  ],
  'an agent under another name': [
    'settings',
    { ...sampleAgentSetting('scoring'), value: { kind: 'agent', name: 'rag' } },
    sampleAgentSetting('scoring'),
    'document.field_fixed',
  ],
};

for (const [what, [collection, next, present, because]] of Object.entries(refused)) {
  test(`a device may not write ${what}`, async () => {
    expect(await answerTo([collection, next, present])).toBe(because);
  });
}
