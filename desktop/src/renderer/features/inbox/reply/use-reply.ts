import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { reportFailure } from '../../../base/report-failure.ts';
import { useSession } from '../../../session/session.ts';
import { askToPersist } from '../../../storage/persistence.ts';
import { sendReply } from '../../../workspace/acts/actions.ts';
import { type DraftBox, useDraft } from '../../../workspace/acts/drafts.ts';
import { useWorkspace } from '../../../workspace/live/use-live.ts';
import { type ReplyFilesBox, useReplyFiles } from './use-reply-files.ts';
import { type OpenSuggestion, useSuggestion } from './use-suggestion.ts';

const MAX_TEXT = 16_000;

type Author = { readonly id: string; readonly name: string };

/** An unsent reply: its text, its files, and an agent's suggestion. */
export type Reply = {
  readonly draft: DraftBox;
  readonly files: ReplyFilesBox;
  readonly prepared: OpenSuggestion;
  /** The number of characters by which the text is too long; 0 if it fits. */
  readonly excess: number;
  readonly maySend: boolean;
  /** Reports a failure; if no message was created, the reply becomes unsent again. */
  send(): Promise<void>;
  /** Appends a paragraph to the text. Resolves to whether it is on disk. */
  append(paragraph: string): Promise<boolean>;
};

/** The unsent reply of a conversation. */
export const useReply = (conversation: Conversation): Reply => {
  const workspace = useWorkspace();
  const { user } = useSession();
  const draft = useDraft(conversation.id);
  const files = useReplyFiles(conversation);
  const prepared = useSuggestion(conversation);
  const [firstFile] = files.files;
  const excess = Math.max(0, draft.text.trim().length - MAX_TEXT);
  const maySend = user !== undefined && excess === 0 && (draft.text.trim() !== '' || firstFile !== undefined);

  const deliver = (author: Author): Promise<void> =>
    draft.send((text, draftId) => {
      // Files without a text are not stored as a draft.
      const cause = text === '' && firstFile ? firstFile.id : draftId;
      return files.send(cause, author.id, (sent) =>
        sendReply(workspace, { conversation, text, files: sent, author, cause }),
      );
    });

  const send = async (): Promise<void> => {
    if (!(maySend && user)) return;
    try {
      await deliver({ id: user.id, name: user.name });
      // The customer has been answered, so the suggestion is obsolete.
      await prepared.end('cancelled');
    } catch (error) {
      reportFailure(error);
      return;
    }
    // From now on this device holds something that may exist nowhere else.
    await askToPersist();
  };

  const append = (paragraph: string): Promise<boolean> => {
    draft.write([draft.text.trimEnd(), paragraph].filter(Boolean).join('\n\n'));
    return draft.save();
  };
  return { draft, files, prepared, excess, maySend, send, append };
};
