import { useEffect, useState } from 'react';
import { useWorkspace } from '../database/use-live.ts';
import { findConversations, type NamedConversation } from './find-conversations.ts';
import { reportFailure } from './report-failure.ts';

const MOST = 8;

export type NamedConversations = {
  /** Undefined until the first are found. What was found for the text before stays until then. */
  readonly found: readonly NamedConversation[] | undefined;
  readonly isLooking: boolean;
};

/** The latest conversations, or those whose customer's name, phone, e-mail or company holds every word of `text`. */
export const useConversationsByName = (text: string): NamedConversations => {
  const { collections, database } = useWorkspace();
  const [found, setFound] = useState<readonly NamedConversation[]>();
  const [lookedFor, setLookedFor] = useState<string>();
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    findConversations(collections, { text, most: MOST, tell: setFound, signal })
      .then(() => setLookedFor(text))
      .catch((error: unknown) => {
        if (!signal.aborted && !database.closed) reportFailure(error);
      });
    return () => leaving.abort(new Error('Something else is looked for.'));
  }, [collections, database, text]);
  return { found, isLooking: lookedFor !== text };
};
