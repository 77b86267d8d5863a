import type { ErrorCode } from '@inbetwin/shared/contracts/errors.ts';
import {
  type PushRequest,
  type RefusalRule,
  type SyncDocument,
  syncDocumentSchema,
} from '@inbetwin/shared/contracts/sync.ts';
import { entities, type ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { syncFields } from '@inbetwin/shared/entities/sync-fields.ts';
import { type Objection as ObjectionOf, refuse } from '@inbetwin/shared/entities/write-rule.ts';
import { editsOf, type Mergeable, seenOf, withBookkeeping } from '@inbetwin/shared/merge/mergeable.ts';
import { refuseRow, serializeBody } from '@inbetwin/shared/ports/document-rules.ts';
import type { JsonObject } from '@inbetwin/shared/ports/document-store.ts';
import { z } from 'zod';

/** As UTF-8 JSON: what is looked at at all. What may be stored is less. */
const MAX_DOCUMENT_BYTES = 1_000_000;

export type Objection = ObjectionOf<RefusalRule>;

type ReadRow = { readonly next: Mergeable; readonly assumed: Mergeable | undefined };
type Unreadable = { readonly code: ErrorCode; readonly objection: Objection };

/** The row as its collection's schema has it. What the device believes of the server counts only where it fits. */
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
  // A text cut inside an emoji is stored mended.
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

/** Why a living document does not fit its collection. */
export const findInvalid = (collection: ReplicatedCollection, document: SyncDocument): Objection | undefined => {
  const schema: z.ZodType = entities[collection].schema;
  const parsed = schema.safeParse(fieldsOf(document));
  return parsed.success ? undefined : describe(parsed.error);
};

const describe = ({ issues: [issue] }: z.ZodError): Objection => {
  const field = issue?.path.join('.') || undefined;
  return refuse('document.invalid', `${field ?? 'document'}: ${issue?.message ?? 'does not fit'}`, field);
};

export const fieldsOf = ({ _deleted, ...fields }: Mergeable): JsonObject => fields;
