import { useCallback, useEffect, useRef, useState } from 'react';
import type { Drafts } from './draft-store.ts';
import { useWorkspace } from './use-live.ts';

/** The unsent text of a conversation, a setter, and `clear` for when it was sent. */
export const useDraft = (conversationId: string): readonly [string, (text: string) => void, () => void] => {
  const { drafts } = useWorkspace();
  const [shown, setShown] = useState({ conversationId, text: '' });
  const typedIn = useRef<string | undefined>(undefined);

  useEffect(() => {
    let current = true;
    typedIn.current = undefined;
    void drafts.read(conversationId).then((text) => {
      // What was typed before the stored draft arrived is newer than it.
      if (current && typedIn.current !== conversationId) setShown({ conversationId, text });
    });
    return () => {
      current = false;
      saveNow(drafts);
    };
  }, [drafts, conversationId]);

  useEffect(() => {
    const flush = (): void => saveNow(drafts);
    window.addEventListener('blur', flush);
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('blur', flush);
      window.removeEventListener('pagehide', flush);
    };
  }, [drafts]);

  const write = useCallback(
    (text: string) => {
      typedIn.current = conversationId;
      setShown({ conversationId, text });
      drafts.write(conversationId, text);
    },
    [drafts, conversationId],
  );
  const clear = useCallback(() => {
    write('');
    saveNow(drafts);
  }, [drafts, write]);

  return [shown.conversationId === conversationId ? shown.text : '', write, clear];
};

/** A save that fails is tried again by the next one; the text stays on the screen. */
const saveNow = (drafts: Drafts): void => {
  drafts.flush().catch(() => undefined);
};
