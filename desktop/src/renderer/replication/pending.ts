import { getAssumedMasterState, getChangedDocumentsSince, getLastCheckpointDoc, writeDocToDocState } from 'rxdb';
import type { RxReplicationState } from 'rxdb/plugins/replication';
import { isSameState, type Mergeable } from './merge.ts';

const PAGE = 500;

/** How many documents the server has not acknowledged in their present state, whichever tab or run changed them. */
export const countPending = async <T, C>(replication: RxReplicationState<T, C>): Promise<number> => {
  const state = replication.internalReplicationState;
  if (!state || !replication.push) return 0;
  let checkpoint: unknown = await getLastCheckpointDoc(state, 'up');
  let pending = 0;
  for (;;) {
    const page = await getChangedDocumentsSince(state.input.forkInstance, PAGE, checkpoint);
    const documents = page.documents.map(
      (document) => writeDocToDocState(document, false, false) as unknown as Mergeable,
    );
    const acknowledged = await getAssumedMasterState(
      state,
      documents.map(({ id }) => id),
    );
    pending += documents.filter((document) => {
      const known = acknowledged[document.id]?.docData as unknown as Mergeable | undefined;
      return !known || !isSameState(known, document);
    }).length;
    if (documents.length < PAGE) return pending;
    checkpoint = page.checkpoint;
  }
};
