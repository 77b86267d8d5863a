import { z } from 'zod';
import { cleanFileName } from '../text/clean-file-name.ts';

/** What people take a file for. `voice` is spoken for this conversation; `audio` is any other sound. */
export const attachmentKinds = ['image', 'audio', 'voice', 'video', 'file'] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];

/** What a file is taken for by what its sender says of its type. */
export const kindOfType = (mediaType: string): AttachmentKind => {
  const [family] = mediaType.split('/');
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'file';
};

/**
 * `waiting`: the server does not have the bytes yet. It fetches those of a customer from the platform, and a device sends it those of a
 * reply. `failed`: it has given up, for the reason beside it.
 */
export const attachmentStates = ['waiting', 'stored', 'failed'] as const;

export const MAX_ATTACHMENTS = 10;

/** A file of a message. Its bytes lie in the team's files, named by their digest (docs/decisions/0043). */
export const attachmentSchema = z.strictObject({
  kind: z.enum(attachmentKinds),
  /** Cleaned: no path, no invisible characters. */
  name: z.string().min(1).max(200),
  /** Media type: what the bytes show once they are stored, until then what the sender says. */
  type: z.string().max(120).optional(),
  /** Bytes; until the file is stored, what the sender says. */
  size: z.int().min(0).max(1e12).optional(),
  state: z.enum(attachmentStates),
  /** SHA-256 of the bytes, hex: of a customer's file set when it is stored, of a file of a reply from the beginning. */
  digest: z.string().max(64).optional(),
  /** Error code of a failed fetch. */
  reason: z.string().max(60).optional(),
  /** Where the platform has the file, in its own words: kept while fetching it makes sense. Of no use without its credentials. */
  reference: z.string().max(500).optional(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

/** A file of a reply that a device has yet to send to the server. */
export type AwaitedFile = Attachment & { readonly digest: string };
export const isAwaited = (attachment: Attachment): attachment is AwaitedFile =>
  attachment.state === 'waiting' && attachment.digest !== undefined;

/** As a device puts a file into a reply: all that happened to it since is the server's to tell. */
export const isNewFile = (attachment: Attachment): boolean =>
  isAwaited(attachment) &&
  /^[0-9a-f]{64}$/.test(attachment.digest) &&
  (attachment.size ?? 0) > 0 &&
  attachment.name === cleanFileName(attachment.name, attachment.kind) &&
  attachment.reason === undefined &&
  attachment.reference === undefined;

/** About the file itself: fetching it again changes nothing. */
const hopeless: readonly string[] = ['file.gone', 'file.too_large', 'channel.rejected'];

/** The file as it stands when its bytes did not come, or cannot be kept. It keeps its reference where another try may help. */
export const asFailedFile = ({ reference, ...file }: Attachment, reason: string): Attachment => ({
  ...file,
  ...(reference !== undefined && !hopeless.includes(reason) && { reference }),
  state: 'failed',
  reason,
});

/** A customer's file that could not be fetched and that may be there the next time. */
export const canBeFetchedAgain = ({ state, reference }: Attachment): boolean =>
  state === 'failed' && reference !== undefined;

/** Media types that a page may show by itself: bitmaps, which cannot act. */
export const shownImageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

export const isShownImage = ({ state, type }: Attachment): boolean =>
  state === 'stored' && shownImageTypes.some((shown) => shown === type);
