import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Drafts, OtherDraft } from '../../database/draft-store.ts';
import { useWorkspace } from '../live/use-live.ts';

/** The message box of a conversation. */
export type DraftBox = {
  readonly text: string;
  write(text: string): void;
  /** Empties the box immediately. `deliver` receives the draft's id as the message's cause; if it rejects, the text returns to the box. */
  send(deliver: (text: string, cause: string) => Promise<unknown>): Promise<void>;
  /** Saves immediately. Resolves to whether the text is on disk. */
  save(): Promise<boolean>;
  /** The drafts of other tabs for the same conversation. */
  readonly others: readonly OtherDraft[];
  /** Appends another tab's draft to the text. */
  take(other: OtherDraft): void;
  dismiss(other: OtherDraft): void;
  /** Why the last save failed; saving is retried automatically. */
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
      // The message ends the draft with this id, so the disk must first hold the text that is sent under it, and no longer the other tab's
      // draft that was merged into it.
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
