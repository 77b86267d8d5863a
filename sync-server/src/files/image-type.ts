import type { shownImageTypes } from '@inbetwin/shared/entities/attachment.ts';

type ImageType = (typeof shownImageTypes)[number];

/** The number of bytes from which the type is determined. */
export const IMAGE_HEAD_BYTES = 12;

const beginnings: readonly (readonly [ImageType, (head: Buffer) => boolean])[] = [
  ['image/png', (head) => head.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))],
  ['image/jpeg', (head) => head.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex'))],
  ['image/gif', (head) => /^GIF8[79]a$/.test(head.toString('latin1', 0, 6))],
  ['image/webp', (head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP'],
];

/**
 * The type of a bitmap that a page may show, determined from its first bytes; undefined for everything else, whatever the file is called.
 */
export const imageTypeOf = (head: Uint8Array): ImageType | undefined =>
  beginnings.find(([, isType]) => isType(Buffer.from(head)))?.[0];
