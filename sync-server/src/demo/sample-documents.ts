import { contactIdOf, conversationIdOf, leadIdOf } from '@inbetwin/shared/conversations/ids.ts';
import type { Contact } from '@inbetwin/shared/entities/contact.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { type Citation, newestFirst } from '@inbetwin/shared/entities/declaring/fields.ts';
import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Passage } from '@inbetwin/shared/entities/passage.ts';
import type { Twin } from '@inbetwin/shared/entities/twin.ts';
import { NEVER, type Work } from '@inbetwin/shared/entities/work.ts';
import { readActivity } from '@inbetwin/shared/leads/activity.ts';
import { scoreLead } from '@inbetwin/shared/leads/score.ts';
import { learnFacts } from '@inbetwin/shared/twins/learn.ts';
import type { SampleConversation } from './sample-conversations.ts';

const MINUTE = 60_000;
const accounts = { telegram: 'demo', 'web-chat': 'site' } as const;

/** The documents of one sample conversation. */
export type SampleDocuments = {
  readonly contact: Contact;
  readonly conversation: Conversation;
  readonly messages: readonly Message[];
  readonly twin: Twin;
  readonly lead: Lead;
  readonly task: Work | undefined;
};

/** Builds the documents that such a conversation would have left if it had ended `minutesAgo` before `now`. */
export const sampleDocuments = (
  sample: SampleConversation,
  { now, passages }: { readonly now: number; readonly passages: readonly Passage[] },
): SampleDocuments => {
  const ids = idsOf(sample);
  const messages = messagesOf(sample, { ids, now, passages });
  const times = { createdAt: messages[0]?.createdAt ?? now, updatedAt: messages.at(-1)?.createdAt ?? now };
  const contact = contactOf(sample, ids, times);
  const twin = twinOf(sample, { ids, messages, times });
  return {
    contact,
    messages,
    twin,
    conversation: conversationOf(sample, { ids, messages, times }),
    lead: leadOf(sample, { ids, contact, twin, messages, times }),
    task: taskOf(sample, { ids, times, now }),
  };
};

type Ids = ReturnType<typeof idsOf>;
type Times = { readonly createdAt: number; readonly updatedAt: number };

const idsOf = ({ channel, chat }: SampleConversation) => {
  const account = accounts[channel];
  const conversationId = conversationIdOf({ channel, account, chatId: chat });
  return { account, conversationId, contactId: contactIdOf(channel, account, chat), leadId: leadIdOf(conversationId) };
};

const messagesOf = (
  sample: SampleConversation,
  { ids, now, passages }: { readonly ids: Ids; readonly now: number; readonly passages: readonly Passage[] },
): readonly Message[] =>
  sample.turns.map((turn, index): Message => {
    const at = now - (sample.minutesAgo + (sample.turns.length - 1 - index) * 2) * MINUTE;
    const inbound = turn.from === 'customer';
    return {
      id: `${ids.conversationId}:${index + 1}`,
      conversationId: ids.conversationId,
      direction: inbound ? 'inbound' : 'outbound',
      author: inbound ? { kind: 'customer', id: sample.chat, name: sample.customer.name } : { kind: turn.from },
      text: turn.text,
      citations: turn.quote ? [citationOf(turn.quote, passages)] : [],
      delivery: { state: inbound ? 'received' : 'sent', attempts: inbound ? 0 : 1, platformIds: [] },
      sentAt: at,
      createdAt: at,
      demo: true,
    };
  });

const citationOf = (quote: string, passages: readonly Passage[]): Citation => {
  const passage = passages.find(({ text }) => text.includes(quote));
  if (!passage) throw new Error(`No sample passage holds the quote: ${quote}`);
  return { passageId: passage.id, sourceId: passage.sourceId, title: passage.title, quote };
};

const contactOf = ({ customer, channel, chat, language }: SampleConversation, ids: Ids, times: Times): Contact => ({
  id: ids.contactId,
  kind: 'person',
  name: customer.name,
  language,
  identities: [
    { channel, account: ids.account, externalId: chat, ...(customer.handle && { handle: customer.handle }) },
  ],
  ...(customer.phone && { phone: customer.phone }),
  ...(customer.email && { email: customer.email }),
  ...(customer.company && { company: customer.company }),
  demo: true,
  ...times,
});

type Written = { readonly ids: Ids; readonly messages: readonly Message[]; readonly times: Times };

const twinOf = (sample: SampleConversation, { ids, messages, times }: Written): Twin => {
  const observations = sample.turns.flatMap((turn, index) =>
    (turn.facts ?? []).map((fact) => ({
      ...fact,
      messageId: messages[index]?.id ?? '',
      conversationId: ids.conversationId,
      observedAt: messages[index]?.createdAt ?? times.updatedAt,
    })),
  );
  return { ...learnFacts(undefined, observations, { id: ids.contactId, now: times.updatedAt }), demo: true };
};

const HOUR = 60 * MINUTE;

type Due = { readonly ids: Ids; readonly times: Times; readonly now: number };

const taskOf = ({ task, chat }: SampleConversation, { ids, times, now }: Due): Work | undefined =>
  task && {
    id: `work:demo:${chat}`,
    kind: 'task',
    state: 'open',
    title: task.title,
    details: task.details,
    conversationId: ids.conversationId,
    contactId: ids.contactId,
    leadId: ids.leadId,
    createdBy: 'agent:intake',
    dueAt: task.dueInHours === undefined ? NEVER : now + task.dueInHours * HOUR,
    demo: true,
    createdAt: times.updatedAt,
    updatedAt: times.updatedAt,
  };

const conversationOf = (sample: SampleConversation, { ids, messages, times }: Written): Conversation => {
  const last = messages.at(-1);
  if (!last) throw new Error(`The sample conversation ${sample.chat} holds no message`);
  return {
    id: ids.conversationId,
    channel: sample.channel,
    account: ids.account,
    chatId: sample.chat,
    contactId: ids.contactId,
    leadId: ids.leadId,
    language: sample.language,
    mode: sample.mode,
    status: 'open',
    ...(sample.handover && { handover: { ...sample.handover, at: last.createdAt } }),
    lastMessage: { id: last.id, text: last.text.slice(0, 300), direction: last.direction, at: last.createdAt },
    recency: newestFirst(last.createdAt),
    demo: true,
    ...times,
  };
};

const leadOf = (
  { lead }: SampleConversation,
  { ids, contact, twin, messages, times }: Written & { readonly contact: Contact; readonly twin: Twin },
): Lead => {
  const { score, reasons, dueAt } = scoreLead({
    lead: { ...lead, ...times },
    contact,
    facts: twin.facts,
    activity: readActivity(messages),
    now: times.updatedAt,
  });
  return {
    id: ids.leadId,
    contactId: ids.contactId,
    conversationId: ids.conversationId,
    title: lead.title,
    stage: lead.stage,
    bant: lead.bant,
    score,
    scoreReasons: [...reasons],
    ...(dueAt !== undefined && { scoreDueAt: dueAt }),
    ...(lead.amount !== undefined && { amount: lead.amount, currency: 'RUB' }),
    demo: true,
    ...times,
  };
};
