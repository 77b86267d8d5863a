import { z } from 'zod';
import { conversations } from './conversation.ts';
import { defineEntity, type Samples, unchanged } from './declaring/define-entity.ts';
import { fieldsOfKinds, namesOfKinds, policiesOfKinds, refusalsOfKinds } from './declaring/kinds.ts';
import {
  type CommonRefusal,
  noConversation,
  type Objection,
  refuse,
  refuseSample,
  type WriteRule,
} from './declaring/write-rule.ts';
import { findUnendable } from './work-kinds/agents-work.ts';
import { workKinds } from './work-kinds/registry.ts';
import { type WorkKindRule, workFields, workStates } from './work-kinds/work-kind.ts';

/** The due time of work without one. */
export const NEVER = 8.64e15;

/** Something to be done by or with a person. Each kind has a file in `work-kinds` with its own fields and its rules for devices. */
const { id, ...others } = workFields;
export const workSchema = z.strictObject({
  id,
  kind: z.enum(namesOfKinds(workKinds)),
  ...others,
  ...fieldsOfKinds(workKinds),
});
export type Work = z.infer<typeof workSchema>;

const refusals = [
  ...new Set([
    'work.id_of_another',
    'work.not_own',
    'work.state',
    'work.parts',
    'work.unknown_conversation',
    ...refusalsOfKinds(workKinds),
  ] as const),
];
type Refusal = (typeof refusals)[number];

// A kind's rules are typed by its own fields; here the kind is known only at run time, and documents were parsed by `workSchema`.
const kindOf = ({ kind }: Work): WorkKindRule<Work, Refusal> => workKinds[kind];

const openToAll: ReadonlySet<Work['state']> = new Set(['open', 'done', 'cancelled']);

const ownFieldsOf = (kind: { readonly fields: object }) => Object.keys(kind.fields) as (keyof Work)[];
const ownFields = Object.values(workKinds).flatMap(ownFieldsOf);

/** Returns why the work is invalid, whoever changed it. */
const findMalformed = (work: Work): Objection<Refusal | CommonRefusal> | undefined => {
  const own = ownFieldsOf(kindOf(work));
  const stray = ownFields.find((field) => (work[field] !== undefined) !== own.includes(field));
  if (stray) return refuse('work.parts', `Of a ${work.kind}: ${stray} does not fit.`, stray);
  return kindOf(work).check?.(work);
};

const rule: WriteRule<Work, Refusal> = {
  fixed: [
    ...(['id', 'kind', 'conversationId', 'contactId', 'leadId', 'createdBy'] as const),
    ...(['suggestion', 'followUp', 'demo', 'createdAt'] as const),
  ],
  reads: (work) => [
    ...(work.conversationId === undefined ? [] : [{ entity: conversations, ids: [work.conversationId] }]),
    ...(kindOf(work).reads?.(work) ?? []),
  ],
  create: (work, context) => {
    const { id, kind, state, createdBy, conversationId } = work;
    const { create } = kindOf(work);
    const { userId } = context.caller;
    if (!id.startsWith(`work:${userId}:`)) {
      return refuse('work.id_of_another', `The id must begin with work:${userId}:`, 'id');
    }
    if (createdBy !== userId) {
      return refuse('work.not_own', 'It must be signed by the person who makes it.', 'createdBy');
    }
    if (!openToAll.has(state)) return refuse('work.state', `A new ${kind} is open, done or cancelled.`, 'state');
    if (conversationId !== undefined && !context.exists(conversations, conversationId)) {
      return refuse('work.unknown_conversation', noConversation, 'conversationId');
    }
    return findMalformed(work) ?? create?.(work, context) ?? refuseSample(work);
  },
  change: (next, present, context) => {
    const { rights, change } = kindOf(present);
    const isOfAgents = rights.create.length === 0;
    if (isOfAgents) return change ? change(next, present, context) : findUnendable(next, present);
    if (!openToAll.has(next.state)) return refuse('work.state', `A ${present.kind} is not ${next.state}.`, 'state');
    return findMalformed(next) ?? change?.(next, present, context);
  },
  settle: (next, present, now) => ({ ...next, ...kindOf(next).settle?.(next, present, now) }),
};

const at = Date.UTC(2026, 0, 15, 9);
const made: Work = {
  ...{ id: 'work:anna:1', kind: 'task', state: 'open', title: 'Перезвонить', contactId: 'contact:telegram:42:7' },
  ...{ createdBy: 'anna', dueAt: NEVER, createdAt: at, updatedAt: at },
};
const samples: Samples<Work> = { stored: { ...made, id: 'work:anna:2' }, made, change: { state: 'done' } };

export const work = defineEntity({
  name: 'work',
  version: 3,
  migrations: { 1: unchanged, 2: unchanged, 3: unchanged },
  schema: workSchema,
  indexes: [['updatedAt'], ['kind', 'state', 'dueAt']],
  serverIndexes: [['contactId', 'kind', 'state', 'dueAt'], ['state', 'updatedAt'], ['assigneeId']],
  replicated: true,
  firstPull: 'second',
  newestFirst: { index: ['updatedAt'], descending: true },
  ofLargeTeams: {
    wholeUpTo: 150_000,
    index: ['state', 'updatedAt'],
    descending: true,
    each: workStates,
    whateverAge: ['open'],
  },
  references: [
    { field: 'contactId', collection: 'contacts' },
    { field: 'conversationId', collection: 'conversations' },
    { field: 'leadId', collection: 'leads' },
  ],
  kinds: workKinds,
  kindOf: ({ kind }: Partial<Work>) => kind,
  refusals,
  rule,
  retention: { until: 'team-ends' },
  samples,
  merge: {
    kind: 'immutable',
    state: 'keep-both',
    title: 'keep-both',
    details: 'text',
    conversationId: 'immutable',
    contactId: 'immutable',
    leadId: 'immutable',
    assigneeId: 'keep-both',
    createdBy: 'immutable',
    dueAt: 'keep-both',
    ...policiesOfKinds(workKinds),
    demo: 'immutable',
    createdAt: 'immutable',
    updatedAt: 'max',
  },
});
