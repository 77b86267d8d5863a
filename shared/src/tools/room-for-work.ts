import type { Work } from '../entities/work.ts';
import { eachPage } from '../ports/each-page.ts';
import type { TeamDocuments } from '../ports/team-documents.ts';
import { impossible } from './tool.ts';

/** The kinds of work that agents create for people. */
export type MadeKind = 'task' | 'appointment' | 'order';

/**
 * How many open items of each kind one customer may have, so that nobody can fill the team's calendar or task list by
 * writing to it.
 */
const mostWaiting: Readonly<Record<MadeKind, number>> = { task: 10, appointment: 3, order: 10 };

/** Which open items count toward the limit: not those that people created, and not those in the past. */
const takesRoom: Readonly<Record<MadeKind, (work: Work, now: number) => boolean>> = {
  task: ({ createdBy }) => createdBy.startsWith('agent:'),
  appointment: ({ dueAt }, now) => dueAt > now,
  order: () => true,
};

const refusals: Readonly<Record<MadeKind, (most: number) => string>> = {
  task: (most) =>
    `${most} tasks about this customer wait for the team already, and no more are noted until some are done. Tell the customer that the team knows what they asked for and will come to it; call a person if this cannot wait.`,
  appointment: (most) =>
    `The customer has ${most} appointments ahead already, and no more are booked until one of them is over. Tell them so; call a person if they want to change one or need another nevertheless.`,
  order: (most) =>
    `${most} orders of the customer wait to be carried out already, and no more are taken until one of them is. Tell them so; call a person if they want to change one.`,
};

type Wanted = { readonly kind: MadeKind; readonly contactId: string; readonly now: number };

/**
 * Throws `tool.impossible` when the customer already has the maximum number of open items. Concurrent calls of one
 * customer do not see each other's items.
 */
export const requireRoom = async (
  { work }: Pick<TeamDocuments, 'work'>,
  { kind, contactId, now }: Wanted,
): Promise<void> => {
  const most = mostWaiting[kind];
  const query = {
    index: ['contactId', 'kind', 'state', 'dueAt'],
    equals: [contactId, kind, 'open'],
    descending: true,
    limit: most,
  };
  let waiting = 0;
  for await (const page of eachPage(work, query)) {
    waiting += page.filter((each) => takesRoom[kind](each, now)).length;
    if (waiting >= most) throw impossible(refusals[kind](most));
  }
};
