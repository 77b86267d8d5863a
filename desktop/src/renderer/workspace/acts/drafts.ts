import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Drafts, OtherDraft } from '../../database/draft-store.ts';
import { useWorkspace } from '../live/use-live.ts';

export type DraftBox = {
  readonly text: string;
  write(text: string): void;
  /** The box empties at once. `deliver` gets the draft's id as the message's cause; the text is back in the box if it rejects. */
  send(deliver: (text: string, cause: string) => Promise<unknown>): Promise<void>;
  /** Now rather than a moment later. Resolves with whether it is on disk. */
  save(): Promise<boolean>;
  /** What other tabs hold of the same conversation. */
  readonly others: readonly OtherDraft[];
  /** Puts another's text below what is in the box here. */
  take(other: OtherDraft): void;
  dismiss(other: OtherDraft): void;
  /** Why the last save failed; it is tried again by itself. */
  readonly failure: unknown;
};

/** The unsent text of a conversation. */
export const useDraft = (conversationId: string): DraftBox => {
  const { drafts } = useWorkspace();
  const [shown, setShown] = useState({ conversationId, text: '' });
  const box = useRef(shown);
  const failure = useSyncExternalStore(drafts.subscribe, drafts.failure);
  const { others, hide } = useOthers(drafts, conversationId);

  const show = useCallback((text: string) => {
    box.current = { ...box.current, text };
    setShown(box.current);
  }, []);

  useEffect(() => {
    let current = true;
    box.current = { conversationId, text: '' };
    void drafts.read(conversationId).then((text) => {
      if (current) show(text);
    });
    return () => {
      current = false;
      void drafts.flush();
    };
  }, [drafts, conversationId, show]);

  const write = (text: string): void => {
    drafts.write(conversationId, text);
    show(text);
  };

  const send: DraftBox['send'] = async (deliver) => {
    const { text } = shown;
    const isHere = (): boolean => box.current.conversationId === conversationId;
    const cause = drafts.send(conversationId, text);
    show('');
    try {
      // The message ends the draft by the draft's id, so the disk has to hold what is sent under that id, and no longer the
      // other tab's text that was taken into it.
      await drafts.flush();
      await deliver(text.trim(), cause);
    } catch (error) {
      const whole = drafts.unsent(conversationId, text);
      if (isHere()) show(whole);
      throw error;
    }
    drafts.sent(conversationId, text);
    void drafts.flush();
    if (isHere() && box.current.text === text) show('');
  };

  const dismiss = (other: OtherDraft): void => {
    drafts.settle(conversationId, other);
    hide(other);
    drafts.write(conversationId, shown.text);
  };

  return {
    text: shown.conversationId === conversationId ? shown.text : '',
    write,
    send,
    save: drafts.flush,
    others,
    take: (other) => {
      dismiss(other);
      write([shown.text.trimEnd(), other.text].filter(Boolean).join('\n\n'));
    },
    dismiss,
    failure,
  };
};

const useOthers = (drafts: Drafts, conversationId: string) => {
  const [others, setOthers] = useState<readonly OtherDraft[]>([]);
  useEffect(() => {
    setOthers([]);
    return drafts.watchOthers(conversationId, setOthers);
  }, [drafts, conversationId]);
  return { others, hide: (other: OtherDraft) => setOthers((known) => known.filter((one) => one !== other)) };
};
