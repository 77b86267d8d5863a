import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { useEffect, useState } from 'react';
import { reportFailure } from '../../../base/report-failure.ts';
import type { EarlierMessages } from '../../../replication/on-demand/documents-on-demand.ts';
import { useReplication, useWorkspace } from '../../../workspace/live/use-live.ts';
import { useSyncState } from '../../../workspace/live/use-sync-state.ts';

/** Earlier messages that are only on the server; `none` if the beginning of the conversation is here. */
export type EarlierOnServer = {
  readonly state: 'none' | 'there' | 'loading' | 'offline' | 'failed';
  /** Downloads a page of them, unless one is being downloaded; without a connection, as soon as there is one. */
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
  const [attempt, setAttempt] = useState<'asked' | 'loading' | 'failed'>();
  useNewest(id);
  const since = leftOut?.messages?.since;
  const isThere = since !== undefined && createdAt < since && earlier?.isStart === false;
  const isOnline = status === 'online';

  const isWanted =
    attempt === 'asked' || isLookedFor || (shown !== undefined && shown < ENOUGH && earlier?.cursor === undefined);
  const isReady = isThere && isOnline && attempt !== 'loading' && attempt !== 'failed';
  useEffect(() => {
    if (!isReady || !isWanted || since === undefined) return;
    setAttempt('loading');
    onDemand.readEarlier(id, since).then(
      () => setAttempt(undefined),
      () => setAttempt('failed'),
    );
  }, [onDemand, id, since, isReady, isWanted]);

  // What failed because the connection was lost is downloaded when it is back.
  if (attempt === 'failed' && !isOnline) setAttempt('asked');

  return {
    state: isThere ? stateOf(attempt, isOnline) : 'none',
    load: () => setAttempt((now) => (now === 'loading' ? now : 'asked')),
  };
};

const stateOf = (attempt: 'asked' | 'loading' | 'failed' | undefined, isOnline: boolean): EarlierOnServer['state'] => {
  if (attempt === 'loading') return 'loading';
  if (!isOnline) return 'offline';
  return attempt === 'failed' ? 'failed' : 'there';
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
