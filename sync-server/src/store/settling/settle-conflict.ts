import { deliveryStates } from '@inbetwin/shared/entities/message.ts';
import { collectionNames, isEdited } from '@inbetwin/shared/entities/registry.ts';
import { mergeBranches } from '@inbetwin/shared/merge/merge-branches.ts';
import { isFields, type Mergeable } from '@inbetwin/shared/merge/mergeable.ts';
import type { JsonObject } from '@inbetwin/shared/ports/document-store.ts';
import type { SettleConflict } from '../couch/couch-conflicts.ts';
import { mergeByFields, takeHighest, type Versions } from './merge-by-fields.ts';

/**
 * Merges conflicting versions of any document that the server stores. What people edit is merged by the entity's policies, as anything that
 * two devices edited. The other documents are written by the server only: each field comes from whoever changed it, which loses nothing of
 * sets (one document per member, as `server/message-files` and the `waiting-` collections) and of accounts. Some are decided as a whole.
 */
export const settleConflict: SettleConflict = ({ database, collection, ...versions }) => {
  const edited = database.startsWith('team-') && collectionNames.find((name) => name === collection && isEdited(name));
  if (edited) return settleEdited(edited, versions);
  const settle = others.get(`${database.startsWith('team-') ? 'team' : database}/${collection}`) ?? mergeByFields;
  return settle(versions);
};

const settleEdited = (name: Parameters<typeof mergeBranches>[0], { base, versions }: Versions): JsonObject => {
  const [first, ...rest] = versions;
  const branches = {
    versions: [toMergeable(first), ...rest.map(toMergeable)] as const,
    base: base && toMergeable(base),
  };
  const { _deleted, ...body } = mergeBranches(name, branches);
  return body;
};

const toMergeable = (body: JsonObject): Mergeable => ({ ...body, id: String(body.id), _deleted: false });

/** Nothing that was reached is taken back: what was sent was sent, though another version says that it failed. */
const deliveryOrder = ['failed', ...deliveryStates.filter((state) => state !== 'failed')];

const settleMessage = (conflict: Versions): JsonObject => {
  const furthest = takeHighest(({ delivery }) =>
    isFields(delivery) ? deliveryOrder.indexOf(String(delivery.state)) : -1,
  );
  return { ...mergeByFields(conflict), delivery: furthest(conflict).delivery };
};

/** Sequences of CouchDB begin with a number that grows. */
const positionOf = ({ sequence }: JsonObject): number => Number.parseInt(String(sequence), 10);

const others: ReadonlyMap<string, (conflict: Versions) => JsonObject> = new Map([
  ['team/messages', settleMessage],
  // A run has one writer. If it had two for a moment, what one of them did is repeated, under the same ids.
  ['team/runs', takeHighest(({ steps }) => (Array.isArray(steps) ? steps.length : 0))],
  // Work behind the earlier position is repeated, which changes nothing.
  ['server/checkpoints', takeHighest((version) => -positionOf(version))],
  // The last decision of who serves a team counts; the other installation reads it in the feed and stops.
  ['owners/owners', takeHighest(({ since }) => Number(since))],
]);
