import type { ReplyFile } from '@inbetwin/shared/conversations/messages/send-reply.ts';
import { openLocalDocument } from './local-document.ts';
import type { WorkspaceDatabase } from './workspace-collections.ts';

/** A file that a person attached to an unsent reply; its bytes are among this device's originals. */
export type DraftFile = ReplyFile & {
  readonly id: string;
  readonly conversationId: string;
  /** The message that it is being sent with. Once that message exists, the file is no longer part of a draft. */
  readonly sentAs?: string;
};

type Kept = { readonly files: readonly DraftFile[] };

/** The files of unsent replies: one list per conversation, shared by all tabs of this device and never replicated. */
export type ReplyFiles = {
  add(file: DraftFile): Promise<void>;
  /** Resolves to those digests of the removed files that no other unsent reply uses. */
  remove(ids: readonly string[]): Promise<readonly string[]>;
  /** Must be called before the message is created: creating it ends the drafts of these files, whatever happens to the tab. */
  send(ids: readonly string[], messageId: string): Promise<void>;
  /** Calls `listener` with the conversation's files, now and after every change; returns a function that unsubscribes. */
  watch(conversationId: string, listener: (files: readonly DraftFile[]) => void): () => void;
};

type Parts = {
  readonly database: WorkspaceDatabase;
  /** Those of the messages that exist. */
  readonly findMessages: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
};

/** Opens the list of a workspace. */
export const openReplyFiles = ({ database, findMessages }: Parts): ReplyFiles => {
  const document = openLocalDocument<Kept>(database, 'reply-files');

  const withoutSent = async (files: readonly DraftFile[]): Promise<readonly DraftFile[]> => {
    const sentAs = files.flatMap((file) => (file.sentAs === undefined ? [] : [file.sentAs]));
    const sent = sentAs.length > 0 ? await findMessages(sentAs) : new Set<string>();
    return files.filter((file) => file.sentAs === undefined || !sent.has(file.sentAs));
  };

  return {
    add: (file) => document.change((kept) => ({ files: [...(kept?.files ?? []), file] })),
    remove: async (ids) => {
      let free: readonly string[] = [];
      await document.change((kept) => {
        const files = kept?.files ?? [];
        const rest = files.filter(({ id }) => !ids.includes(id));
        const used = new Set(rest.map(({ digest }) => digest));
        free = files.flatMap(({ id, digest }) => (ids.includes(id) && !used.has(digest) ? [digest] : []));
        return { files: rest };
      });
      return free;
    },
    send: (ids, messageId) =>
      document.change((kept) => ({
        files: (kept?.files ?? []).map((file) => (ids.includes(file.id) ? { ...file, sentAs: messageId } : file)),
      })),
    watch: (conversationId, listener) => {
      let isWatching = true;
      const unwatch = document.watch(async (kept) => {
        const own = (kept?.files ?? []).filter((file) => file.conversationId === conversationId);
        const files = await withoutSent(own);
        if (isWatching) listener(files);
      });
      return () => {
        isWatching = false;
        unwatch();
      };
    },
  };
};
