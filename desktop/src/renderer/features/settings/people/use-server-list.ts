import type { RouteDefinition } from '@inbetwin/shared/contracts/route.ts';
import { useCallback, useEffect, useState } from 'react';
import { callServer } from '../../../session/call-server.ts';

/** What a list of the server contains: `undefined` while it is read for the first time, then items, or why they could not be read. */
export type ServerList<T> = {
  readonly items: readonly T[] | undefined;
  readonly failure: unknown;
  readonly reload: () => void;
};

type ListRoute<T> = RouteDefinition & { readonly response: { parse(value: unknown): { items: T[] } } };

/** Reads a list that is not on this device, again whenever `isOnline` becomes true or `reload` is called. */
export const useServerList = <T>(route: ListRoute<T>, isOnline: boolean): ServerList<T> => {
  const [{ items, failure }, setRead] = useState<{ items?: readonly T[]; failure?: unknown }>({});
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads again
  useEffect(() => {
    if (!isOnline) return;
    let isCurrent = true;
    callServer(route).then(
      (answer) => isCurrent && setRead({ items: (answer as { items: T[] }).items }),
      (cause: unknown) => isCurrent && setRead((before) => ({ ...before, failure: cause })),
    );
    return () => {
      isCurrent = false;
    };
  }, [route, isOnline, round]);
  return { items, failure, reload };
};
