import { type AttachmentKind, kindOfType } from '@inbetwin/shared/entities/attachment.ts';
import { z } from 'zod';
import type { InboundAttachment } from '../channel.ts';

/** Fields that all kinds of files share: https://core.telegram.org/bots/api#document */
const fileSchema = z.object({
  file_id: z.string().min(1).max(500),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
  file_size: z.int().min(0).max(1e12).optional(),
});
type TelegramFile = z.infer<typeof fileSchema>;

/** Telegram lists each photo in several sizes. */
const photoSchema = z.array(fileSchema.extend({ width: z.int(), height: z.int() })).min(1);

const stickerSchema = fileSchema.extend({
  emoji: z.string().optional(),
  is_animated: z.boolean().default(false),
  is_video: z.boolean().default(false),
  thumbnail: fileSchema.optional(),
});

type Read = (content: unknown) => InboundAttachment | undefined;

type Usual = { readonly kind: AttachmentKind; readonly type?: string; readonly extension: string };

const toAttachment = (file: TelegramFile, { kind, type, extension }: Usual): InboundAttachment => {
  const said = file.mime_type ?? type;
  return {
    kind,
    name: file.file_name ?? `${kind}${extension}`,
    ...(said !== undefined && { type: said }),
    ...(file.file_size !== undefined && { size: file.file_size }),
    reference: file.file_id,
  };
};

const fileOfKind =
  (usual: Usual): Read =>
  (content) => {
    const file = fileSchema.safeParse(content).data;
    return file && toAttachment(file, usual);
  };

/** The largest size. */
const readPhoto: Read = (content) => {
  const sizes = photoSchema.safeParse(content).data ?? [];
  const [largest] = sizes.toSorted((a, b) => b.width * b.height - a.width * a.height);
  return largest && toAttachment(largest, { kind: 'image', type: 'image/jpeg', extension: '.jpg' });
};

/** For an animated sticker, its still preview, because browsers cannot show the animation. */
const readSticker: Read = (content) => {
  const sticker = stickerSchema.safeParse(content).data;
  if (!sticker) return undefined;
  const picture = sticker.is_animated || sticker.is_video ? sticker.thumbnail : sticker;
  return picture
    ? toAttachment(picture, { kind: 'image', type: 'image/webp', extension: '.webp' })
    : toAttachment(sticker, { kind: 'file', extension: sticker.is_video ? '.webm' : '.tgs' });
};

/** An image that was sent as a document to keep its quality is still an image. */
const readDocument: Read = (content) => {
  const file = fileSchema.safeParse(content).data;
  return file && toAttachment(file, { kind: kindOfType(file.mime_type ?? ''), extension: '' });
};

/** Readers by field of the message. The first field present counts, because an animation also has a `document`. */
const readers: readonly (readonly [field: string, read: Read])[] = [
  ['animation', fileOfKind({ kind: 'video', type: 'video/mp4', extension: '.mp4' })],
  ['photo', readPhoto],
  ['video', fileOfKind({ kind: 'video', type: 'video/mp4', extension: '.mp4' })],
  ['video_note', fileOfKind({ kind: 'video', type: 'video/mp4', extension: '.mp4' })],
  ['voice', fileOfKind({ kind: 'voice', type: 'audio/ogg', extension: '.ogg' })],
  ['audio', fileOfKind({ kind: 'audio', type: 'audio/mpeg', extension: '.mp3' })],
  ['sticker', readSticker],
  ['document', readDocument],
];

/** The file in a message; Telegram sends each file in a message of its own. */
export const fileOf = (message: Readonly<Record<string, unknown>>): InboundAttachment | undefined => {
  const [field, read] = readers.find(([name]) => name in message) ?? [];
  return field === undefined ? undefined : read?.(message[field]);
};

/** Describes a sticker in words. */
export const emojiOf = ({ sticker }: Readonly<Record<string, unknown>>): string | undefined =>
  stickerSchema.safeParse(sticker).data?.emoji;
