import { createHash } from 'node:crypto';
import { type DomainEvent, eventTypes } from '@inbetwin/shared/contracts/events.ts';
import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import type { Change } from '@inbetwin/shared/ports/document-store.ts';
import { type Fact, isTold, type ToldCollection, tellerOf } from './tellers.ts';

export type Derived = {
  readonly events: readonly DomainEvent[];
  /** What is to be remembered once the events are told; undefined if that stays as it is. */
  readonly told?: object;
};

const nothing: Derived = { events: [] };

/**
 * Derives what others are told of a changed document; `told` is what was remembered when they were told before. Samples and deleted
 * documents tell nothing. Throws a `ZodError` for a document that does not fit its schema.
 */
export const deriveEvents = (teamId: string, change: Change, told: unknown): Derived => {
  const { collection, id, rev, body, deleted } = change;
  if (deleted || !isTold(collection)) return nothing;
  const { schema, memory, tell, remember } = tellerOf(collection);
  const document = schema.parse(body);
  if (document.demo) return nothing;
  const before = memory.optional().parse(told);
  const events = tell({ document, rev, told: before }).map((fact) => wrap(teamId, { collection, id }, fact));
  const after = remember(document, before);
  return after === undefined || isSameValue(after, before) ? { events } : { events, told: after };
};

const wrap = (
  teamId: string,
  entity: { readonly collection: ToldCollection; readonly id: string },
  { type, cause, at, data }: Fact,
): DomainEvent => {
  const words = [teamId, type, entity.collection, entity.id, cause];
  const id = createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 40);
  return { id, type, version: eventTypes[type].version, teamId, at, entity, data } as DomainEvent;
};
