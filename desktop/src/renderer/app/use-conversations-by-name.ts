import { useEffect, useState } from 'react';
import { useWorkspace } from '../database/use-live.ts';
import { findConversations, type NamedConversation } from './find-conversations.ts';
import { reportFailure } from './report-failure.ts';

const MOST = 8;

/**
 * The latest conversations, or those whose customer's name, phone, e-mail or company holds every word of `text`, as they are
 * found; undefined until the first are. What was found for the text before stays until then.
 */
export const useConversationsByName = (text: string): readonly NamedConversation[] | undefined => {
  const { collections, database } = useWorkspace();
  const [found, setFound] = useState<readonly NamedConversation[]>();
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    findConversations(collections, { text, most: MOST, tell: setFound, signal }).catch((error: unknown) => {
      if (!signal.aborted && !database.closed) reportFailure(error);
    });
    return () => leaving.abort(new Error('Something else is looked for.'));
  }, [collections, database, text]);
  return found;
};
