import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { movedFrom, movedNames } from '@inbetwin/shared/entities/moved-collections.ts';
import type { ReplicatedCollection } from '@inbetwin/shared/entities/registry.ts';
import { mergeDocuments } from '@inbetwin/shared/merge/merge-documents.ts';
import { isSameState } from '@inbetwin/shared/merge/same-state.ts';
import type {
  DocumentCollection,
  DocumentStore,
  StoredDocument,
  WriteRow,
} from '@inbetwin/shared/ports/document-store.ts';
import { openTeamCollection, teamDatabaseName } from '@inbetwin/shared/ports/team-documents.ts';
import { openCheckpoint } from '../outbox/feed/checkpoint.ts';
import { toSyncDocument } from '../sync/team-collections.ts';

const PAGE = 200;
const MAX_ATTEMPTS = 20;

/**
 * Carries what former versions stored in other collections over to the present ones, including stamps and deletions, so that devices that
 * already have it agree. A document that exists there is merged. That it was done is recorded once all of it has arrived; until then,
 * repeating this changes nothing.
 */
export const carryMoved = async (store: DocumentStore, teamId: string): Promise<void> => {
  for (const former of movedNames) {
    const carried = openCheckpoint(store, `carried-${former}:${teamId}`);
    const moved = movedFrom(former);
    if (!moved || (await carried.read()) !== undefined) continue;
    const target = openTeamCollection(store, teamId, moved.into);
    const source = store.collection(`${teamDatabaseName(teamId)}/${former}`);
    let page = await source.changes({ limit: PAGE });
    while (page.changes.length > 0) {
      const documents = page.changes.map((stored) => ({ ...stored, body: moved.convert(stored.body) }));
      await carry({ target, into: moved.into }, documents);
      page = await source.changes({ limit: PAGE, since: page.sequence });
    }
    await carried.write(page.sequence);
  }
};

type Target = { readonly target: DocumentCollection; readonly into: ReplicatedCollection };

const carry = async ({ target, into }: Target, documents: readonly StoredDocument[]): Promise<void> => {
  let open = documents;
  for (let attempt = 0; open.length > 0; attempt++) {
    if (attempt === MAX_ATTEMPTS) throw notCarried(open[0], 'It keeps changing.');
    const found = await target.getMany(open.map(({ id }) => id));
    const present = new Map(found.map((stored) => [stored.id, stored]));
    const results = await target.write(open.flatMap((document) => rowOf(into, document, present.get(document.id))));
    const invalid = results.find((result) => !result.ok && result.code === 'invalid');
    if (invalid && !invalid.ok) throw notCarried(invalid, invalid.message);
    const failed = new Set(results.filter(({ ok }) => !ok).map(({ id }) => id));
    open = open.filter(({ id }) => failed.has(id));
  }
};

/** Undefined if the collection already contains all of it. */
const rowOf = (
  into: ReplicatedCollection,
  { id, deleted, body }: StoredDocument,
  present: StoredDocument | undefined,
): readonly WriteRow[] => {
  if (!present) return [{ id, body, ...(deleted && { deleted }) }];
  const remote = toSyncDocument(present);
  const merged = mergeDocuments(into, { local: toSyncDocument({ id, deleted, body }), remote });
  if (isSameState(merged, remote)) return [];
  const { _deleted, ...fields } = merged;
  return [{ id, rev: present.rev, body: fields, ...(_deleted && { deleted: true }) }];
};

const notCarried = (document: { readonly id: string } | undefined, why: string): Failure =>
  new Failure('document.conflict', `Document ${document?.id} could not be carried over: ${why}`, 'Try again later.');
