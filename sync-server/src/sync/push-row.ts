import type { ErrorCode } from '@inbetwin/shared/contracts/errors.ts';
import { rightsTo } from '@inbetwin/shared/contracts/rights.ts';
import type { PushRequest, RefusalRule, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { jsonBytes } from '@inbetwin/shared/entities/declaring/bounded-json.ts';
import type { Operation, Rights } from '@inbetwin/shared/entities/declaring/rights.ts';
import {
  type Reading,
  refuse,
  refuseFixed,
  type WriteContext,
  type WriteRule,
} from '@inbetwin/shared/entities/declaring/write-rule.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { MAX_AHEAD_MS } from '@inbetwin/shared/merge/hybrid-clock.ts';
import { mergeDocuments } from '@inbetwin/shared/merge/merge-documents.ts';
import type { Mergeable } from '@inbetwin/shared/merge/mergeable.ts';
import { isSameState, isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { JsonObject, StoredDocument, WriteRow } from '@inbetwin/shared/ports/document-store.ts';
import type { Caller } from '../accounts/access-token.ts';
import { fieldsOf, findInvalid, type Objection, readRow } from './push-read.ts';
import { admitStamps, type RowStates } from './push-stamps.ts';
import { toSyncDocument } from './team-collections.ts';

/** One row of a push request: a document's new state and the state that the device assumed on the server. */
export type Row = PushRequest['rows'][number];

type Verdict =
  /** `state` is what the server stores after `write`, if there is one; it includes everything that was sent. */
  | { readonly kind: 'taken'; readonly state: SyncDocument; readonly write?: WriteRow }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly objection: Objection };

type Case = {
  readonly collection: ReplicatedCollection;
  readonly row: Row;
  readonly stored: StoredDocument | undefined;
};

/** What deciding about a row depends on. */
export type Judging = {
  readonly caller: Caller;
  /** Reads living documents as they are stored. */
  read(collection: ReplicatedCollection, ids: readonly string[]): Promise<readonly JsonObject[]>;
  /** Strictly increasing. */
  readonly clock: Clock;
};

/** Decides what happens to a device's change of a stored document: it is merged and written, or refused with a reason. */
export const judgeRow = async ({ collection, row, stored }: Case, context: Judging): Promise<Verdict> => {
  const { id } = row.newDocumentState;
  const present = toSyncDocument(stored ?? { id, deleted: true, body: {} });
  const read = readRow(collection, row);
  if ('code' in read) return { kind: 'refused', ...read };
  if (isSameState(read.next, present)) return { kind: 'taken', state: present };

  return judgeChange({ collection, stored, states: { ...read, present } }, context);
};

type Judged = {
  readonly collection: ReplicatedCollection;
  readonly stored: StoredDocument | undefined;
  readonly states: RowStates;
};

const judgeChange = async (judged: Judged, context: Judging): Promise<Verdict> => {
  const { collection, stored, states } = judged;
  const { present, next, assumed } = states;
  const now = context.clock();
  const admitted = admitStamps(collection, states, { caller: context.caller, now });
  const merged = stored ? mergeDocuments(collection, { base: assumed, local: admitted, remote: present }) : admitted;
  if (merged._deleted && present._deleted) return stayDeleted(merged, judged, context);

  const intended = operationOf(states);
  const unlawful =
    (intended && missingRightOf(judged, intended, context)) ?? findIllegalEdit(collection, states, context);
  if (unlawful) return forbidden(unlawful);
  if (isSameState(merged, present)) return { kind: 'taken', state: present };
  const objection =
    (intended === undefined ? findMissingRight(judged, 'change', context) : undefined) ??
    (await findObjection({ ...judged, isDeletion: next._deleted, merged }, context));
  if (objection) return forbidden(objection);
  if (merged._deleted) return take(merged, { present, stored });

  const settled = settle(collection, { next: merged, present }, now);
  const invalid = stored && findInvalid(collection, settled);
  return invalid
    ? { kind: 'refused', code: 'document.invalid', objection: invalid }
    : take(settled, { present, stored });
};

/**
 * Handles a device that deletes a document that does not exist, or edits one whose deletion included that edit. What the device has seen is
 * recorded; otherwise a delayed request of the same device could bring the document back.
 */
const stayDeleted = (merged: Mergeable, { collection, stored, states }: Judged, { caller }: Judging): Verdict => {
  const { present } = states;
  const rights = rightsTo(collection, present);
  const mayRestore = rights.create.includes(caller.role) || rights.delete.includes(caller.role);
  const isKept = entities[collection].merge && mayRestore;
  return isKept ? take(merged, { present, stored }) : { kind: 'taken', state: present };
};

const forbidden = (objection: Objection): Verdict => ({ kind: 'refused', code: 'document.forbidden', objection });

/**
 * What the device does. Undefined if the document already is as the device made it, for example when it repeats a request whose response
 * was lost.
 */
const operationOf = ({ assumed, next, present }: RowStates): Operation | undefined => {
  if (next._deleted) return 'delete';
  if (present._deleted) return 'create';
  return assumed?._deleted === false ? 'change' : undefined;
};

/** Whoever may delete a document may also restore it. */
const missingRightOf = (judged: Judged, operation: Operation, context: Judging) => {
  const { collection, stored } = judged;
  const isBroughtBack = operation === 'create' && wasThere(stored) && ruleOf(collection).revive !== undefined;
  if (isBroughtBack && rightsToRow(judged).delete.includes(context.caller.role)) return undefined;
  return findMissingRight(judged, operation, context);
};

/** A deleted document may not tell its kind any more; what is made in its place does. */
const rightsToRow = ({ collection, states: { present, next } }: Judged): Rights =>
  rightsTo(collection, present._deleted ? next : present);

const findMissingRight = (judged: Judged, operation: Operation, { caller }: Judging): Objection | undefined => {
  const { collection } = judged;
  const holders = rightsToRow(judged)[operation];
  if (holders.includes(caller.role)) return undefined;
  return holders.length > 0
    ? refuse('right.role', `Your role may not ${operation} ${collection}.`)
    : refuse('right.server_only', `Only the server may ${operation} ${collection}.`);
};

/**
 * Finds changes that no correct client makes and that merging would silently drop. A device that recreated a document may have set a fixed
 * field differently, unless the document can never change.
 */
const findIllegalEdit = (
  collection: ReplicatedCollection,
  { assumed, next, present }: RowStates,
  context: Judging,
): Objection | undefined => {
  if (next._deleted || present._deleted) return undefined;
  const base = assumed?._deleted === false ? assumed : undefined;
  if (!base && entities[collection].merge) return undefined;
  const rule = ruleOf(collection);
  const changed = rule.fixed.find(
    (field) => !isSameValue(next[field], present[field]) && !(base && isSameValue(next[field], base[field])),
  );
  if (changed !== undefined) return refuseFixed(changed);
  return base && rule.change?.(fieldsOf(next), fieldsOf(base), context);
};

// Rules are typed per entity; here the collection is known only at run time, and documents were parsed by its schema.
const ruleOf = (collection: ReplicatedCollection) =>
  entities[collection].rule as unknown as WriteRule<JsonObject, RefusalRule>;

/** Prepares what a rule may look up synchronously: `reads` names documents by their ids, and they are read in advance. */
const prepareContext = async ({ caller, read }: Judging, readings: readonly Reading[]): Promise<WriteContext> => {
  const found = new Map<string, JsonObject>();
  for (const { entity, ids } of readings) {
    const bodies = await read(entity.name as ReplicatedCollection, [...new Set(ids)]);
    for (const body of bodies) found.set(`${entity.name}/${body.id}`, body);
  }
  return {
    caller,
    exists: ({ name }, id) => found.has(`${name}/${id}`),
    find: ({ name, schema }, id) => {
      const body = found.get(`${name}/${id}`);
      return body && schema.parse(body);
    },
  };
};

type Outcome = Judged & { readonly isDeletion: boolean; readonly merged: Mergeable };

const findObjection = async (
  { collection, stored, states: { present }, isDeletion, merged }: Outcome,
  context: Judging,
): Promise<Objection | undefined> => {
  const rule = ruleOf(collection);
  const [before, after] = [fieldsOf(present), fieldsOf(merged)];
  if (isDeletion) return present._deleted ? undefined : rule.remove?.(before);
  if (merged._deleted) return undefined;
  if (present._deleted) {
    if (rule.revive && wasThere(stored)) return rule.revive(after, context);
    return rule.create?.(after, await prepareContext(context, rule.reads?.(after) ?? []));
  }
  const changed = rule.fixed.find((field) => !isSameValue(after[field], before[field]));
  return changed === undefined ? rule.change?.(after, before, context) : refuseFixed(changed);
};

const settle = (
  collection: ReplicatedCollection,
  { next, present }: { readonly next: Mergeable; readonly present: Mergeable },
  now: number,
): SyncDocument => {
  const before = present._deleted ? undefined : fieldsOf(present);
  const timely = withoutFutureTimes(fieldsOf(next), before, now);
  return { ...(ruleOf(collection).settle?.(timely, before, now) ?? timely), id: next.id, _deleted: false };
};

/** Replaces times in the future by the server's. A document sent again without changes keeps the times it was given. */
const withoutFutureTimes = (next: JsonObject, before: JsonObject | undefined, now: number): JsonObject => {
  const ahead = Object.keys(next).filter((field) => times.has(field) && isAhead(next[field], now));
  const asGiven = { ...next, ...Object.fromEntries(ahead.map((field) => [field, before?.[field]])) };
  if (before && isSameValue(asGiven, before)) return before;
  return { ...next, ...Object.fromEntries(ahead.map((field) => [field, now])) };
};

const times: ReadonlySet<string> = new Set(['createdAt', 'updatedAt']);
const isAhead = (time: unknown, now: number): boolean => typeof time === 'number' && time > now + MAX_AHEAD_MS;

/** As UTF-8 JSON, including what merging adds; several times what any screen can produce. */
const MAX_STORED_BYTES = 512 * 1024;

const tooLarge: Verdict = {
  kind: 'refused',
  code: 'document.too_large',
  objection: refuse('document.too_large', 'The document would be larger than 512 kB.'),
};

type Before = { readonly present: Mergeable; readonly stored: StoredDocument | undefined };

const take = (state: Mergeable, { present, stored }: Before): Verdict => {
  if (isSameState(state, present)) return { kind: 'taken', state: present };
  const { _deleted, ...fields } = state;
  const body = _deleted && !wasThere(stored) ? { ...fields, unborn: true } : fields;
  const bytes = jsonBytes(body);
  // A document from a time when more was allowed may keep its size or shrink.
  if (bytes > MAX_STORED_BYTES && bytes > jsonBytes(stored?.body)) return tooLarge;
  const write = { id: state.id, body, ...(_deleted && { deleted: true }), ...(stored && { rev: stored.rev }) };
  return { kind: 'taken', state, write };
};

/** A document that a device created and deleted before its first push is stored as a deletion only. */
const wasThere = (stored: StoredDocument | undefined): boolean => stored !== undefined && stored.body.unborn !== true;
