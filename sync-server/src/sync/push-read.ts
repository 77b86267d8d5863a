import type { ErrorCode } from '@inbetwin/shared/contracts/errors.ts';
import {
  type PushRequest,
  type RefusalRule,
  type SyncDocument,
  syncDocumentSchema,
} from '@inbetwin/shared/contracts/sync.ts';
import { syncFields } from '@inbetwin/shared/entities/declaring/sync-fields.ts';
import { type Objection as ObjectionOf, refuse } from '@inbetwin/shared/entities/declaring/write-rule.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { editsOf, type Mergeable, seenOf, withBookkeeping } from '@inbetwin/shared/merge/mergeable.ts';
import { refuseRow, serializeBody } from '@inbetwin/shared/ports/document-rules.ts';
import type { JsonObject } from '@inbetwin/shared/ports/document-store.ts';
import { z } from 'zod';

/** Larger documents (as UTF-8 JSON) are not examined at all; the limit for stored documents is lower. */
const MAX_DOCUMENT_BYTES = 1_000_000;

/** Why a row is refused: the violated rule, a message, and the field concerned. */
export type Objection = ObjectionOf<RefusalRule>;

type ReadRow = { readonly next: Mergeable; readonly assumed: Mergeable | undefined };
type Unreadable = { readonly code: ErrorCode; readonly objection: Objection };

/** Parses the row by its collection's schema. The device's assumption about the server's state is used only if it fits the schema. */
export const readRow = (
  collection: ReplicatedCollection,
  { newDocumentState, assumedMasterState }: PushRequest['rows'][number],
): ReadRow | Unreadable => {
  const json = serializeBody(newDocumentState);
  if (Buffer.byteLength(json) > MAX_DOCUMENT_BYTES) {
    return { code: 'document.too_large', objection: refuse('document.too_large', 'The document is larger than 1 MB.') };
  }
  const badId = refuseRow({ id: newDocumentState.id, body: {} }, '');
  if (badId !== undefined) return invalid(refuse('document.invalid', `id: ${badId}`, 'id'));
  // Text that was cut inside a surrogate pair is repaired before it is stored.
  const document = json.includes('\\ufffd') ? syncDocumentSchema.parse(JSON.parse(json)) : newDocumentState;
  const next = readState(collection, document);
  if ('rule' in next) return invalid(next);
  const isOfIt = assumedMasterState?.id === newDocumentState.id;
  const assumed = assumedMasterState && isOfIt ? readState(collection, assumedMasterState) : undefined;
  return { next: next.state, assumed: assumed && 'state' in assumed ? assumed.state : undefined };
};

const invalid = (objection: Objection): Unreadable => ({ code: 'document.invalid', objection });

const tombstoneSchema = z.object({ id: z.string(), edits: syncFields.edits, seen: syncFields.seen });

const readState = (
  collection: ReplicatedCollection,
  document: SyncDocument,
): { readonly state: Mergeable } | Objection => {
  const { id, _deleted } = document;
  if (!_deleted) {
    const objection = findInvalid(collection, document);
    return objection ?? { state: document };
  }
  if (!entities[collection].merge) return { state: { id, _deleted } };
  const parsed = tombstoneSchema.safeParse(document);
  if (!parsed.success) return describe(parsed.error);
  const { '': deletion } = editsOf(parsed.data);
  const edits = deletion ? { '': deletion } : {};
  return { state: withBookkeeping({ id, _deleted }, { edits, seen: seenOf(parsed.data), conflicts: [] }) };
};

/** Returns why a living document does not fit its collection's schema, or undefined if it does. */
export const findInvalid = (collection: ReplicatedCollection, document: SyncDocument): Objection | undefined => {
  const schema: z.ZodType = entities[collection].schema;
  const parsed = schema.safeParse(fieldsOf(document));
  return parsed.success ? undefined : describe(parsed.error);
};

const describe = ({ issues: [issue] }: z.ZodError): Objection => {
  const field = issue?.path.join('.') || undefined;
  return refuse('document.invalid', `${field ?? 'document'}: ${issue?.message ?? 'does not fit'}`, field);
};

/** A document's fields without the deletion flag. */
export const fieldsOf = ({ _deleted, ...fields }: Mergeable): JsonObject => fields;
