import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { useCallback, useEffect, useState } from 'react';
import { reportFailure } from '../../../base/report-failure.ts';
import type { EarlierMessages } from '../../../replication/on-demand/documents-on-demand.ts';
import { useReplication, useWorkspace } from '../../../workspace/live/use-live.ts';
import { useSyncState } from '../../../workspace/live/use-sync-state.ts';

/** Earlier messages that are only on the server; `none` if the beginning of the conversation is here. */
export type EarlierOnServer = {
  readonly state: 'none' | 'there' | 'loading' | 'offline' | 'failed';
  /** Downloads a page of them, unless one is being downloaded. */
  readonly load: () => void;
};

type Reading = {
  /** The number of messages that are shown; undefined until they are read. */
  readonly shown: number | undefined;
  /** Whether the person wants to see a message that is not here. */
  readonly isLookedFor: boolean;
};

/** Fewer messages do not fill the pane, and say little about what the customer writes about. */
const ENOUGH = 30;

/** What of a conversation is not on this device, and how to download it. */
export const useEarlier = (
  { id, createdAt }: Pick<Conversation, 'id' | 'createdAt'>,
  { shown, isLookedFor }: Reading,
): EarlierOnServer => {
  const { onDemand } = useReplication();
  const { status, leftOut } = useSyncState('status', 'leftOut');
  const earlier = useKnown(id);
  const [attempt, setAttempt] = useState<'loading' | 'failed'>();
  useNewest(id);
  const since = leftOut?.messages?.since;
  const isThere = since !== undefined && createdAt < since && earlier?.isStart === false;
  const isOnline = status === 'online';

  const load = useCallback((): void => {
    if (since === undefined) return;
    setAttempt('loading');
    onDemand.readEarlier(id, since).then(
      () => setAttempt(undefined),
      () => setAttempt('failed'),
    );
  }, [onDemand, id, since]);

  const isWanted = isLookedFor || (shown !== undefined && shown < ENOUGH && earlier?.cursor === undefined);
  const isReady = isThere && isOnline && attempt === undefined;
  useEffect(() => {
    if (isReady && isWanted) load();
  }, [isReady, isWanted, load]);

  const state = !isThere ? 'none' : (attempt ?? (isOnline ? 'there' : 'offline'));
  return { state: state === 'failed' && !isOnline ? 'offline' : state, load: () => attempt !== 'loading' && load() };
};

const useKnown = (conversationId: string): EarlierMessages | undefined => {
  const { onDemand } = useReplication();
  const [earlier, setEarlier] = useState<EarlierMessages>();
  useEffect(() => onDemand.watchEarlier(conversationId, setEarlier), [onDemand, conversationId]);
  return earlier;
};

/** During the first download, the messages of this conversation may be among the last ones to arrive. */
const useNewest = (conversationId: string): void => {
  const { onDemand } = useReplication();
  const { database } = useWorkspace();
  const { status, firstSync } = useSyncState('status', 'firstSync');
  const isFilling = status === 'online' && firstSync !== undefined;
  useEffect(() => {
    if (!isFilling) return;
    // They arrive nevertheless, only later.
    onDemand.readNewest(conversationId).catch((error: unknown) => {
      if (!database.closed) reportFailure(error);
    });
  }, [onDemand, database, conversationId, isFilling]);
};
