import { findChannelKind } from '@inbetwin/shared/channels/registry.ts';
import { MAX_FILE_BYTES } from '@inbetwin/shared/contracts/files.ts';
import { personReplyIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { kindOfType, MAX_ATTACHMENTS } from '@inbetwin/shared/entities/attachment.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { digestOf } from '@inbetwin/shared/knowledge/source-identity.ts';
import { useEffect, useState } from 'react';
import { reportFailure } from '../../../base/report-failure.ts';
import type { DraftFile } from '../../../database/reply-files.ts';
import { useFiles, useWorkspace } from '../../../workspace/live/use-live.ts';

/** The reasons why files were not attached. */
export type FileRefusal = { readonly why: 'tooLarge' | 'tooMany' | 'empty'; readonly names: readonly string[] };

export type ReplyFilesBox = {
  readonly files: readonly DraftFile[];
  /** The largest file that the channel accepts, in bytes; 0 means that it accepts none. */
  readonly maxBytes: number;
  readonly refusals: readonly FileRefusal[];
  attach(added: Iterable<File>): Promise<void>;
  remove(file: DraftFile): Promise<void>;
  /** `deliver` creates the message with these files under the given cause; if it rejects, they return to the box. */
  send(cause: string, author: string, deliver: (files: readonly DraftFile[]) => Promise<unknown>): Promise<void>;
};

/** The files of the conversation's unsent reply; they are stored on this device as soon as they are attached. */
export const useReplyFiles = ({ id: conversationId, channel }: Conversation): ReplyFilesBox => {
  const { replyFiles } = useWorkspace();
  const originals = useFiles();
  const [files, setFiles] = useState<readonly DraftFile[]>([]);
  const [sending, setSending] = useState<readonly string[]>([]);
  const [refusals, setRefusals] = useState<readonly FileRefusal[]>([]);
  const maxBytes = Math.min(findChannelKind(channel)?.capabilities.files.maxBytesOut ?? 0, MAX_FILE_BYTES);

  useEffect(() => {
    setFiles([]);
    setRefusals([]);
    return replyFiles.watch(conversationId, setFiles);
  }, [replyFiles, conversationId]);

  const keep = async (file: File): Promise<void> => {
    const digest = await digestOf(new Uint8Array(await file.arrayBuffer()));
    await originals.keep(digest, file);
    const kind = kindOfType(file.type);
    await replyFiles.add({ id: crypto.randomUUID(), conversationId, kind, name: file.name, digest, size: file.size });
  };

  const attach = async (added: Iterable<File>): Promise<void> => {
    const { taken, refused } = chooseFiles([...added], { maxBytes, room: MAX_ATTACHMENTS - files.length });
    setRefusals(refused);
    try {
      for (const file of taken) await keep(file);
    } catch (error) {
      reportFailure(error);
    }
  };

  const remove = async ({ id }: DraftFile): Promise<void> => {
    setRefusals([]);
    try {
      for (const digest of await replyFiles.remove([id])) await originals.discard(digest);
    } catch (error) {
      reportFailure(error);
    }
  };

  const send: ReplyFilesBox['send'] = async (cause, author, deliver) => {
    const ids = files.map(({ id }) => id);
    const messageId = personReplyIdOf(author, cause);
    setSending(ids);
    setRefusals([]);
    try {
      if (files.length > 0) {
        await originals.assign([...new Set(files.map(({ digest }) => digest))], messageId);
        await replyFiles.send(ids, messageId);
      }
      await deliver(files);
      if (files.length > 0) await replyFiles.remove(ids);
    } finally {
      setSending([]);
    }
  };

  return { files: files.filter(({ id }) => !sending.includes(id)), maxBytes, refusals, attach, remove, send };
};

type Bounds = { readonly maxBytes: number; readonly room: number };

/** Separates files that fit into the reply from those that do not, with the reasons. */
export const chooseFiles = (
  added: readonly File[],
  { maxBytes, room }: Bounds,
): { readonly taken: readonly File[]; readonly refused: readonly FileRefusal[] } => {
  const wrong = ({ size }: File): 'tooLarge' | 'empty' | undefined => {
    if (size === 0) return 'empty';
    return size > maxBytes ? 'tooLarge' : undefined;
  };
  const fitting = added.filter((file) => wrong(file) === undefined);
  const namesOf = (files: readonly File[]): readonly string[] => files.map(({ name }) => name);
  const refused: readonly FileRefusal[] = [
    { why: 'tooLarge', names: namesOf(added.filter((file) => wrong(file) === 'tooLarge')) },
    { why: 'empty', names: namesOf(added.filter((file) => wrong(file) === 'empty')) },
    { why: 'tooMany', names: namesOf(fitting.slice(room)) },
  ];
  return { taken: fitting.slice(0, room), refused: refused.filter(({ names }) => names.length > 0) };
};
