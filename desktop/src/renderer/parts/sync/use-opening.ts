import { useEffect, useState } from 'react';
import type { OnDemand } from '../../replication/on-demand/documents-on-demand.ts';
import { useReplication } from '../../workspace/live/use-live.ts';
import { useSyncState } from '../../workspace/live/use-sync-state.ts';

/** `gone`: the server does not have it either, or this device has everything. */
export type Opening = 'asking' | 'done' | 'gone' | 'offline' | 'failed';

type Kind = 'conversations' | 'contacts';

const openers = {
  conversations: (onDemand, id) => onDemand.openConversation(id),
  contacts: (onDemand, id) => onDemand.openContact(id),
} as const satisfies Record<Kind, (onDemand: OnDemand, id: string) => Promise<boolean>>;

/** Downloads what a screen shows from the server, if this device may not hold all of it. `retry` is for an attempt that failed. */
export const useOpening = (kind: Kind, id: string): { readonly opening: Opening; readonly retry: () => void } => {
  const { onDemand } = useReplication();
  const { status, leftOut, firstSync } = useSyncState('status', 'leftOut', 'firstSync');
  const [result, setResult] = useState<Exclude<Opening, 'offline'>>('asking');
  const [attempt, setAttempt] = useState(0);
  const isPartial = status !== 'local' && (firstSync !== undefined || Object.keys(leftOut ?? {}).length > 0);
  const isAsking = isPartial && status === 'online';

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    if (!isAsking) return;
    let isShown = true;
    const show = (next: typeof result): void => {
      if (isShown) setResult(next);
    };
    setResult('asking');
    openers[kind](onDemand, id).then(
      (isFound) => show(isFound ? 'done' : 'gone'),
      () => show('failed'),
    );
    return () => {
      isShown = false;
    };
  }, [kind, id, onDemand, isAsking, attempt]);

  const retry = (): void => setAttempt((before) => before + 1);
  if (!isPartial) return { opening: 'gone', retry };
  return { opening: isAsking || result === 'done' || result === 'gone' ? result : 'offline', retry };
};
