import type { ErrorCode } from '@inbetwin/shared/contracts/errors.ts';
import { mayWrite } from '@inbetwin/shared/contracts/rights.ts';
import type { PushRequest, PushResponse, RefusedRow, SyncDocument } from '@inbetwin/shared/contracts/sync.ts';
import { type CollectionName, entities } from '@inbetwin/shared/entities/registry.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore, JsonObject, StoredDocument, WriteRow } from '@inbetwin/shared/ports/document-store.ts';
import type { z } from 'zod';
import type { Caller } from '../accounts/access-token.ts';
import { isSameJson } from './same-json.ts';
import { openTeamDatabase, toSyncDocument } from './team-databases.ts';
import { type WriteContext, type WriteRule, writeRules } from './write-rules.ts';

type Row = PushRequest['rows'][number];
type Answer = { readonly conflicts: SyncDocument[]; readonly refused: RefusedRow[] };

/** As UTF-8 JSON. */
const MAX_DOCUMENT_BYTES = 1_000_000;
/** A document that others change this often in between is left to the client to merge. */
const MAX_ATTEMPTS = 5;
/** How far a device's clock may be ahead of ours before its times are taken for ours. */
const MAX_AHEAD_MS = 60_000;

export type PushParts = {
  readonly store: DocumentStore;
  /** Strictly rising: it orders what devices write. */
  readonly clock: Clock;
};

/**
 * A device's changes. Each row stands for itself: it is stored, answered with the present state when it was made from
 * another one, or refused with a reason. A row that is stored already is a no-op, so a retry is harmless. A document may be
 * stored with other values in fields that the server fills: the device gets it back like any other change.
 */
export const push = async (
  parts: PushParts,
  caller: Caller,
  { collection, rows }: PushRequest,
): Promise<PushResponse> => {
  const answer: Answer = { conflicts: [], refused: [] };
  for (const round of withoutRepeats(rows)) await pushRound({ ...parts, caller, collection, answer }, round);
  return answer;
};

/** Two changes of one document in one request follow one another. */
const withoutRepeats = (rows: readonly Row[]): readonly (readonly Row[])[] => {
  const rounds: Map<string, Row>[] = [];
  for (const row of rows) {
    const { id } = row.newDocumentState;
    const last = rounds.at(-1);
    if (last && !last.has(id)) last.set(id, row);
    else rounds.push(new Map([[id, row]]));
  }
  return rounds.map((round) => [...round.values()]);
};

type Push = PushParts & {
  readonly caller: Caller;
  readonly collection: CollectionName;
  readonly answer: Answer;
};

const pushRound = async ({ store, clock, caller, collection, answer }: Push, round: readonly Row[]): Promise<void> => {
  const database = openTeamDatabase(store, caller.teamId, collection);
  const context = { ...contextOf(store, caller), clock };
  let open = new Map(round.map((row) => [row.newDocumentState.id, row]));

  for (let attempt = 1; open.size > 0; attempt++) {
    const stored = new Map((await database.getMany([...open.keys()])).map((document) => [document.id, document]));
    const writes: WriteRow[] = [];
    for (const [id, row] of open) {
      const verdict = await judge({ collection, row, stored: stored.get(id) }, context);
      if (verdict.kind === 'write') writes.push(verdict.row);
      if (verdict.kind === 'conflict') answer.conflicts.push(presentState(id, stored.get(id)));
      if (verdict.kind === 'refused') answer.refused.push({ id, code: verdict.code, reason: verdict.reason });
    }
    const results = writes.length === 0 ? [] : await database.write(writes);
    const again = new Map<string, Row>();
    for (const result of results) {
      const row = open.get(result.id);
      if (result.ok || !row) continue;
      if (result.code === 'invalid') {
        answer.refused.push({ id: result.id, code: 'document.invalid', reason: result.message });
      } else if (attempt < MAX_ATTEMPTS) again.set(result.id, row);
      else answer.conflicts.push(presentState(result.id, await database.get(result.id)));
    }
    open = again;
  }
};

const contextOf = (store: DocumentStore, caller: Caller): WriteContext => ({
  caller,
  exists: async (collection, id) => {
    const found = await openTeamDatabase(store, caller.teamId, collection).get(id);
    return found !== undefined && !found.deleted;
  },
});

/** What was never there looks like what was deleted. */
const presentState = (id: string, stored: StoredDocument | undefined): SyncDocument =>
  toSyncDocument(stored ?? { id, deleted: true, body: {} });

type Verdict =
  | { readonly kind: 'same' | 'conflict' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly reason: string }
  | { readonly kind: 'write'; readonly row: WriteRow };

type Case = { readonly collection: CollectionName; readonly row: Row; readonly stored: StoredDocument | undefined };

type Judging = WriteContext & Pick<PushParts, 'clock'>;

const judge = async ({ collection, row, stored }: Case, context: Judging): Promise<Verdict> => {
  const next = row.newDocumentState;
  if (!mayWrite(context.caller.role, collection)) return forbidden(`Your role may not change ${collection}.`);
  if (Buffer.byteLength(JSON.stringify(next)) > MAX_DOCUMENT_BYTES) {
    return { kind: 'refused', code: 'document.too_large', reason: 'The document is larger than 1 MB.' };
  }
  const parsed = next._deleted ? undefined : parseFields(collection, next);
  if (parsed && 'reason' in parsed) return { kind: 'refused', code: 'document.invalid', reason: parsed.reason };

  const present = presentState(next.id, stored);
  if (isSameState(next, present)) return { kind: 'same' };
  const assumed = row.assumedMasterState ?? { id: next.id, _deleted: true };
  // A document is made anew over a deleted one only by somebody who knew that it was deleted.
  const unaware = !row.assumedMasterState && stored?.deleted === true;
  if (unaware || !isSameState(assumed, present)) return { kind: 'conflict' };

  const proposal = { collection, next: parsed?.fields, present, isNew: stored === undefined };
  const reason = await findObjection(proposal, context);
  if (reason !== undefined) return forbidden(reason);
  const revision = stored ? { rev: stored.rev } : {};
  if (!parsed) return { kind: 'write', row: { id: next.id, deleted: true, body: { id: next.id }, ...revision } };
  const body = settle({ ...proposal, next: parsed.fields }, context.clock());
  // Nothing of it counts: the device learns what stands.
  if (isSameJson(body, fieldsOf(present))) return { kind: 'conflict' };
  return { kind: 'write', row: { id: next.id, body, ...revision } };
};

const forbidden = (reason: string): Verdict => ({ kind: 'refused', code: 'document.forbidden', reason });

const isSameState = (a: SyncDocument, b: SyncDocument): boolean => (a._deleted && b._deleted) || isSameJson(a, b);

const fieldsOf = ({ _deleted, ...fields }: SyncDocument): JsonObject => fields;

const parseFields = (
  collection: CollectionName,
  document: SyncDocument,
): { readonly fields: JsonObject } | { readonly reason: string } => {
  const schema: z.ZodType<JsonObject> = entities[collection].schema;
  const parsed = schema.safeParse(fieldsOf(document));
  if (parsed.success) return { fields: parsed.data };
  const [issue] = parsed.error.issues;
  return { reason: `${issue?.path.join('.') || 'document'}: ${issue?.message ?? 'does not fit'}` };
};

type Proposal = {
  readonly collection: CollectionName;
  /** Undefined: a deletion. */
  readonly next: JsonObject | undefined;
  readonly present: SyncDocument;
  /** Nothing was ever stored under this id. */
  readonly isNew: boolean;
};

// The table is typed per collection; here the collection is known at run time only, and documents are parsed by its schema.
const ruleOf = (collection: CollectionName) => writeRules[collection] as unknown as WriteRule<JsonObject>;

const findObjection = async (
  { collection, next, present, isNew }: Proposal,
  context: WriteContext,
): Promise<string | undefined> => {
  const rule = ruleOf(collection);
  if (present._deleted) return next && (rule.revive && !isNew ? undefined : rule.create(next, context));
  const before = fieldsOf(present);
  if (!next) return rule.remove(before);
  const fixed = rule.fixed === 'all' ? Object.keys({ ...next, ...before }) : rule.fixed;
  const changed = fixed.find((field) => !isSameJson(next[field], before[field]));
  return changed === undefined
    ? rule.change?.(next, before, context)
    : `The field ${String(changed)} may not be changed.`;
};

const settle = ({ collection, next, present }: Proposal & { readonly next: JsonObject }, now: number): JsonObject => {
  const timely = Object.fromEntries(
    Object.entries(next).map(([field, value]) => [field, times.has(field) ? notAhead(value, now) : value]),
  );
  const before = present._deleted ? undefined : fieldsOf(present);
  return ruleOf(collection).settle?.(timely, before, now) ?? timely;
};

const times: ReadonlySet<string> = new Set(['createdAt', 'updatedAt']);
const notAhead = (time: unknown, now: number): unknown =>
  typeof time === 'number' && time > now + MAX_AHEAD_MS ? now : time;
