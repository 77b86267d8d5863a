import type { ChannelConnection, OutboundPart } from '@inbetwin/bot/channels/channel.ts';
import { splitText } from '@inbetwin/bot/channels/split-text.ts';
import type { ChannelCapabilities } from '@inbetwin/shared/channels/kind.ts';
import { type ErrorCode, Failure } from '@inbetwin/shared/contracts/errors.ts';
import { shownBy } from '@inbetwin/shared/conversations/messages/choices.ts';
import type { Attachment } from '@inbetwin/shared/entities/attachment.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { MessageTemplate } from '@inbetwin/shared/entities/template.ts';
import type { OpenBlob } from '@inbetwin/shared/ports/blob-store.ts';
import type { MessageFiles } from '../../files/message-files.ts';

/** A piece of the text (the last one with the choices that become buttons), a template, or a file. */
export type Part =
  | { readonly text: string; readonly choices?: readonly string[]; readonly template?: MessageTemplate }
  | { readonly attachment: Attachment };

/** Splits the message into the parts to send, in order; the result is always the same. */
export const partsOf = (
  message: Message,
  capabilities: Pick<ChannelCapabilities, 'showsCitations' | 'maxTextLength' | 'buttons'>,
): readonly Part[] => {
  // The platform fills in the template itself, so it is one part however long the text is.
  if (message.template) return [{ text: message.text, template: message.template }];
  const { text: whole, choices } = shownBy(capabilities, message);
  const texts = splitText(whole, capabilities.maxTextLength);
  const said = texts.map((text, at) => (choices && at === texts.length - 1 ? { text, choices } : { text }));
  return [...said, ...(message.attachments ?? []).map((attachment) => ({ attachment }))];
};

/** Returns why the channel does not accept these files; undefined if it does. */
export const fileRefusalOf = (
  files: readonly Pick<Attachment, 'size'>[],
  { files: { maxBytesOut } }: Pick<ChannelCapabilities, 'files'>,
): readonly [code: ErrorCode, words: string] | undefined => {
  if (files.length > 0 && maxBytesOut === 0) return ['channel.no_files', 'This channel sends no files.'];
  if (files.every(({ size = 0 }) => size <= maxBytesOut)) return undefined;
  return ['file.too_large', `This channel sends files of up to ${Math.floor(maxBytesOut / 1024 / 1024)} MB.`];
};

type Sending = Omit<OutboundPart, 'text' | 'choices' | 'template' | 'file'> & { readonly part: Part };

/** Sends one part. A file that was opened is closed, whatever the outcome. */
export const sendPart = async (
  files: Pick<MessageFiles, 'open'>,
  connection: ChannelConnection,
  { part, ...to }: Sending,
): Promise<{ readonly platformId: string }> => {
  if ('text' in part) return connection.send({ ...to, ...part });
  const { kind, name, type, size = 0, digest = '' } = part.attachment;
  const opened: OpenBlob[] = [];
  const open = async (): Promise<AsyncIterable<Uint8Array>> => {
    const blob = await files.open(digest);
    if (!blob) throw new Failure('file.gone', 'The server does not have this file any more.', 'Attach it once more.');
    opened.push(blob);
    return blob.bytes();
  };
  try {
    return await connection.send({ ...to, text: '', file: { kind, name, size, open, ...(type && { type }) } });
  } finally {
    await Promise.all(opened.map((blob) => blob.close()));
  }
};
