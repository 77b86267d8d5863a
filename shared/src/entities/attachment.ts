import { z } from 'zod';

/** What people take a file for. `voice` is spoken for this conversation; `audio` is any other sound. */
export const attachmentKinds = ['image', 'audio', 'voice', 'video', 'file'] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];

/** What a file is taken for by what its sender says of its type. */
export const kindOfType = (mediaType: string): AttachmentKind => {
  const [family] = mediaType.split('/');
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'file';
};

/** `waiting`: the server has yet to fetch the bytes; `failed`: it has given up, for the reason beside it. */
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
  /** SHA-256 of the bytes, hex: set when they are stored. */
  digest: z.string().max(64).optional(),
  /** Error code of a failed fetch. */
  reason: z.string().max(60).optional(),
  /** Where the platform has the file, in its own words: kept until the bytes are stored. Of no use without its credentials. */
  reference: z.string().max(500).optional(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

/** Media types that a page may show by itself: bitmaps, which cannot act. */
export const shownImageTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

export const isShownImage = ({ state, type }: Attachment): boolean =>
  state === 'stored' && shownImageTypes.some((shown) => shown === type);
