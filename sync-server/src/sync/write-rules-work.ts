import { catalogItemSchema } from '@inbetwin/shared/entities/catalog-item.ts';
import type { Approval, OrderLine, Work, WorkKind } from '@inbetwin/shared/entities/work.ts';
import { conflictsOf } from '@inbetwin/shared/merge/mergeable.ts';
import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import { isAsInCatalog } from '@inbetwin/shared/orders/order-lines.ts';
import { orderNumberOf } from '@inbetwin/shared/orders/order-number.ts';
import { isTimeZone } from '@inbetwin/shared/timing/zoned-time.ts';
import { type Create, isFixed, noConversation, noSample, type Objection, object, type RuleOf } from './write-rule.ts';

/** What a kind of work has beside what all have. */
const partOf = {
  task: undefined,
  appointment: 'appointment',
  order: 'order',
  approval: 'approval',
  suggestion: 'suggestion',
  'follow-up': 'followUp',
} as const satisfies Record<WorkKind, keyof Work | undefined>;
const parts = ['appointment', 'order', 'approval', 'suggestion', 'followUp'] as const;

const byPeople: ReadonlySet<WorkKind> = new Set(['task', 'appointment', 'order']);
const openToAll: ReadonlySet<Work['state']> = new Set(['open', 'done', 'cancelled']);
const decisions: ReadonlySet<Work['state']> = new Set(['approved', 'refused']);

const createWork: Create<'work'> = async (work, { caller, exists, read }) => {
  const { id, kind, state, createdBy, conversationId, order, demo } = work;
  if (!byPeople.has(kind)) {
    return object(
      'work.kind_of_agents',
      'A device makes tasks, appointments and orders; agents make the rest.',
      'kind',
    );
  }
  if (!id.startsWith(`work:${caller.userId}:`)) {
    return object('work.id_of_another', `The id must begin with work:${caller.userId}:`, 'id');
  }
  if (createdBy !== caller.userId) {
    return object('work.not_own', 'It must be signed by the person who makes it.', 'createdBy');
  }
  if (!openToAll.has(state)) return object('work.state', `A new ${kind} is open, done or cancelled.`, 'state');
  if (conversationId !== undefined && !(await exists('conversations', conversationId))) {
    return object('work.unknown_conversation', noConversation, 'conversationId');
  }
  if (order && order.number !== orderNumberOf(id)) {
    return object('order.number', `The number must be ${orderNumberOf(id)}, after the id.`, 'order.number');
  }
  return findMalformed(work) ?? (order && (await findUnpriced(order, read))) ?? noSample(demo);
};

type Order = NonNullable<Work['order']>;
type Read = Parameters<Create<'work'>>[1]['read'];

/** A device that was away may have old prices; nobody sells at a price that the team has not set. */
const findUnpriced = async ({ lines, currency }: Order, read: Read): Promise<Objection | undefined> => {
  const stored = await read('catalog', [...new Set(lines.map(({ productId }) => productId))]);
  const items = new Map(stored.map((body) => [body.id, catalogItemSchema.parse(body)]));
  const wrong = lines.find((line) => {
    const item = items.get(line.productId);
    return !item || !isAsInCatalog(line, item, currency);
  });
  return wrong && object('order.of_catalog', `The catalogue does not offer ${wrong.title} like this.`, 'order.lines');
};

/** What no work may look like, whoever changed it. */
const findMalformed = (work: Work): Objection | undefined => {
  const { kind, dueAt, appointment, order } = work;
  const stray = parts.find((part) => (work[part] !== undefined) !== (partOf[kind] === part));
  if (stray) return object('work.parts', `Of a ${kind}: ${stray} does not fit.`, stray);
  if (appointment && appointment.endsAt <= dueAt) {
    return object('work.times', 'An appointment ends after it begins.', 'appointment.endsAt');
  }
  if (appointment && !isTimeZone(appointment.timeZone)) {
    return object('work.times', 'There is no such time zone.', 'appointment.timeZone');
  }
  const lineIds = order?.lines.map(({ id }) => id) ?? [];
  const isEmpty = order !== undefined && lineIds.length === 0;
  return isEmpty || new Set(lineIds).size < lineIds.length
    ? object('order.lines', 'An order has one line at least, each with its own id.', 'order.lines')
    : undefined;
};

const changeWork: RuleOf<'work'>['change'] = (next, present, { caller }) => {
  if (present.kind === 'approval') return findUndecidable(next, present, caller.userId);
  if (!byPeople.has(present.kind)) return findUnendable(next, present);
  if (!openToAll.has(next.state)) return object('work.state', `A ${present.kind} is not ${next.state}.`, 'state');
  return findMalformed(next) ?? (next.order && present.order && findRepriced(next.order, present.order));
};

/** Quantities change, and lines go; what was sold at which price stays as it was. */
const findRepriced = (next: Order, present: Order): Objection | undefined => {
  if (next.currency !== present.currency) return isFixed('order.currency');
  if (next.number !== present.number) return isFixed('order.number');
  const known = new Map(present.lines.map((line) => [line.id, sold(line)]));
  const forged = next.lines.find((line) => !isSameValue(sold(line), known.get(line.id)));
  return (
    forged && object('order.lines', 'Something else needs a new order: here quantities change only.', 'order.lines')
  );
};
const sold = ({ quantity: _, ...rest }: OrderLine) => rest;

/**
 * An approval is decided once, by the person who says so, and nothing else of it changes. Whoever decided the same meanwhile,
 * and wrote nothing else, is told of the first decision.
 */
const findUndecidable = (next: Work, present: Work, userId: string): Objection | undefined => {
  const fixed = findOtherChange(next, present, ['state', 'approval']) ?? findRewritten(next, present);
  if (fixed) return isFixed(fixed);
  const isSame = isSameValue(decisionOf(next), decisionOf(present));
  if (present.state !== 'open') return isSame && !hasNewChoice(next, present) ? undefined : decided;
  if (!decisions.has(next.state)) {
    return isSame ? undefined : object('work.state', 'An approval is approved or refused.', 'state');
  }
  if (next.approval?.decidedBy !== userId) {
    return object('approval.not_own', 'A decision is signed by the person who makes it.', 'approval.decidedBy');
  }
  return isObjectText(next.approval.changed)
    ? undefined
    : object('approval.arguments', 'Changed arguments must be a JSON object.', 'approval.changed');
};

const decided = object('approval.decided', 'Somebody has decided it already.', 'state');

const decisionOf = ({ state, approval }: Work) => [state, approval?.changed, approval?.reason];

const agentsWord: readonly (keyof Approval)[] = ['runId', 'step', 'agent', 'tool', 'arguments'];

/** What of a tool call is the agent's: what a person decides about. */
const findRewritten = ({ approval: next }: Work, { approval: present }: Work): string | undefined => {
  const field = agentsWord.find((name) => next?.[name] !== present?.[name]);
  return field && `approval.${field}`;
};

const isObjectText = (text: string | undefined): boolean => {
  if (text === undefined) return true;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
};

/** What an agent prepared ends once: it is used, or it is not. */
const findUnendable = (next: Work, present: Work): Objection | undefined => {
  const fixed = findOtherChange(next, present, ['state']);
  if (fixed) return isFixed(fixed);
  if (next.state === present.state && !hasNewChoice(next, present)) return undefined;
  const ends = present.state === 'open' && (next.state === 'done' || next.state === 'cancelled');
  return ends ? undefined : object('work.state', `A ${present.kind} that is ${present.state} stays so.`, 'state');
};

const bookkeeping = ['updatedAt', 'edits', 'seen', 'conflicts'] as const;

const findOtherChange = (next: Work, present: Work, open: readonly (keyof Work)[]): string | undefined => {
  const free: readonly string[] = [...open, ...bookkeeping];
  const fields = new Set([...Object.keys(next), ...Object.keys(present)]) as ReadonlySet<keyof Work>;
  return [...fields].find((field) => !free.includes(field) && !isSameValue(next[field], present[field]));
};

/** Two decided without knowing of each other: the second would wait to be chosen, which nobody may any more. */
const hasNewChoice = (next: Work, present: Work): boolean => {
  const known = new Set(conflictsOf(present).map(({ id }) => id));
  return conflictsOf(next).some(({ id }) => !known.has(id));
};

/** When, and by whom, an approval was decided first. */
const settleDecision: RuleOf<'work'>['settle'] = (next, present, now) => {
  if (!next.approval || !decisions.has(next.state)) return next;
  if (present && decisions.has(present.state)) return { ...next, approval: present.approval };
  return { ...next, approval: { ...next.approval, decidedAt: now } };
};

export const workRule: RuleOf<'work'> = {
  create: createWork,
  fixed: [
    'id',
    'kind',
    'conversationId',
    'contactId',
    'leadId',
    'createdBy',
    'suggestion',
    'followUp',
    'demo',
    'createdAt',
  ],
  change: changeWork,
  settle: settleDecision,
};
