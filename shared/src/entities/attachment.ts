import { z } from 'zod';
import { cleanFileName } from '../text/clean-file-name.ts';

/** The kinds of files as people see them. `voice` was recorded for this conversation; `audio` is any other sound. */
export const attachmentKinds = ['image', 'audio', 'voice', 'video', 'file'] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];

/** The kind of a file, judged by the media type that its sender states. */
export const kindOfType = (mediaType: string): AttachmentKind => {
  const [family] = mediaType.split('/');
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'file';
};

/**
 * `waiting`: the server does not have the bytes yet; it downloads a customer's file from the platform, and receives the file of a reply
 * from a device. `failed`: it has given up, with the reason in `error`.
 */
export const attachmentStates = ['waiting', 'stored', 'failed'] as const;

export const MAX_ATTACHMENTS = 10;

/** A file of a message. Its bytes are among the team's files under their digest (docs/decisions/0043). */
export const attachmentSchema = z.strictObject({
  kind: z.enum(attachmentKinds),
  /** Cleaned: no path and no invisible characters. */
  name: z.string().min(1).max(200),
  /** Media type: determined from the bytes once they are stored, before that as the sender states it. */
  type: z.string().max(120).optional(),
  /** Size in bytes; before the file is stored, as the sender states it. */
  size: z.int().min(0).max(1e12).optional(),
  state: z.enum(attachmentStates),
  /** SHA-256 of the bytes in hex: for a customer's file set once it is stored, for the file of a reply from the beginning. */
  digest: z.string().max(64).optional(),
  /** Error code of a failed download. */
  reason: z.string().max(60).optional(),
  /** The platform's reference to the file, kept as long as downloading it may help. Useless without the channel's credentials. */
  reference: z.string().max(500).optional(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

/** Whether it is the file of a reply that a device has yet to upload. */
export type AwaitedFile = Attachment & { readonly digest: string };
export const isAwaited = (attachment: Attachment): attachment is AwaitedFile =>
  attachment.state === 'waiting' && attachment.digest !== undefined;

/** The file as a device attaches it to a reply; only the server may say what has happened to it since. */
export const isNewFile = (attachment: Attachment): boolean =>
  isAwaited(attachment) &&
  /^[0-9a-f]{64}$/.test(attachment.digest) &&
  (attachment.size ?? 0) > 0 &&
  attachment.name === cleanFileName(attachment.name, attachment.kind) &&
  attachment.reason === undefined &&
  attachment.reference === undefined;

/** Failures that concern the file itself, so that downloading it again is pointless. */
const hopeless: readonly string[] = ['file.gone', 'file.too_large', 'channel.rejected'];

/** Marks the file as failed. It keeps its reference if another download may help. */
export const asFailedFile = ({ reference, ...file }: Attachment, reason: string): Attachment => ({
  ...file,
  ...(reference !== undefined && !hopeless.includes(reason) && { reference }),
  state: 'failed',
  reason,
});

/** Whether it is a customer's file that failed but may be available next time. */
export const canBeFetchedAgain = ({ state, reference }: Attachment): boolean =>
  state === 'failed' && reference !== undefined;

/** Media types that a page may display itself: bitmaps, which cannot contain active content. */
export const shownImageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

export const isShownImage = ({ state, type }: Attachment): boolean =>
  state === 'stored' && shownImageTypes.some((shown) => shown === type);
