import { useEffect, useState } from 'react';
import { reportFailure } from '../../base/report-failure.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';
import { findConversations, type NamedConversation } from './find-conversations.ts';
import { type FoundCustomer, findCustomers } from './find-customers.ts';

const MOST = 8;

/** The results of a search in the command palette. */
export type PaletteFinds = {
  /** Undefined until the first results; the results of the previous text stay until then. */
  readonly conversations: readonly NamedConversation[] | undefined;
  readonly customers: readonly FoundCustomer[];
  readonly isLooking: boolean;
};

/** The latest conversations, or the conversations and customers that match `text`. */
export const usePaletteSearch = (text: string): PaletteFinds => {
  const { collections, database } = useWorkspace();
  const [conversations, setConversations] = useState<readonly NamedConversation[]>();
  const [customers, setCustomers] = useState<readonly FoundCustomer[]>([]);
  const [lookedFor, setLookedFor] = useState<string>();
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const look = async (): Promise<void> => {
      await findConversations(collections, { text, most: MOST, tell: setConversations, signal });
      const found = await findCustomers(collections, { text, most: MOST, signal });
      signal.throwIfAborted();
      setCustomers(found);
      setLookedFor(text);
    };
    look().catch((error: unknown) => {
      if (!signal.aborted && !database.closed) reportFailure(error);
    });
    return () => leaving.abort(new Error('Something else is looked for.'));
  }, [collections, database, text]);
  return { conversations, customers, isLooking: lookedFor !== text };
};
