import { Failure } from '../../../contracts/errors.ts';
import type { ByteSource } from '../../byte-source.ts';
import { markedEncoding } from './sniff-text.ts';

/** Number of bytes from which the encoding is determined, and that are decoded at a time. */
export const BLOCK = 65_536;
/** The longest character in UTF-8, in bytes. */
const LONGEST_CHARACTER = 4;

type Decoder = InstanceType<typeof TextDecoder>;

/**
 * Decodes a file in UTF-8, UTF-16 with a byte order mark, or windows-1251 (older Russian files), in parts that do not depend on the
 * source's chunks. The encoding is determined from the first bytes that are not ASCII. Throws `knowledge.not_text`.
 */
export async function* decodeBytes(source: ByteSource): AsyncGenerator<string> {
  let decoder: Decoder | undefined;
  let carried = new Uint8Array();
  let isStart = true;
  for await (const { block, isLast } of inBlocks(source.stream())) {
    const bytes = carried.length > 0 ? joined(carried, block) : block;
    carried = new Uint8Array();
    if (!decoder) {
      const first = firstBeyondAscii(bytes);
      // ASCII is the same in all of these encodings except UTF-16, which begins with its mark.
      const isOpen = first === bytes.length || (!isLast && first > bytes.length - LONGEST_CHARACTER);
      if (isOpen) {
        yield new TextDecoder().decode(bytes.subarray(0, first));
        carried = bytes.slice(first);
        isStart = false;
        continue;
      }
      decoder = chooseDecoder(bytes, { isStart, isLast });
    }
    yield decodeNext(decoder, bytes, isLast);
    isStart = false;
  }
}

const chooseDecoder = (
  bytes: Uint8Array,
  { isStart, isLast }: { readonly isStart: boolean; readonly isLast: boolean },
): Decoder => {
  const marked = isStart ? markedEncoding(bytes) : undefined;
  if (marked) return new TextDecoder(marked);
  if (isUtf8(bytes, isLast)) return new TextDecoder('utf-8', { fatal: true, ignoreBOM: !isStart });
  const decoder = new TextDecoder('windows-1251');
  if (!looksRussian(decoder.decode(bytes))) throw notText();
  return decoder;
};

const isUtf8 = (bytes: Uint8Array, isLast: boolean): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isLast });
    return true;
  } catch (error) {
    // The decoder reports invalid UTF-8 with a TypeError.
    if (error instanceof TypeError) return false;
    throw error;
  }
};

/**
 * Random bytes can be decoded as windows-1251, too, but they do not look like Russian, which consists mostly of small letters and spaces.
 */
const looksRussian = (text: string): boolean => {
  const letters = text.match(/[а-яёa-z\s\d.,;:!?"'()-]/g)?.length ?? 0;
  return letters >= 0.75 * text.length && /[а-яё]{2}/.test(text);
};

const decodeNext = (decoder: Decoder, bytes: Uint8Array, isLast: boolean): string => {
  try {
    return decoder.decode(bytes, { stream: !isLast });
  } catch (cause) {
    throw notText(cause);
  }
};

export const notText = (cause?: unknown): Failure =>
  new Failure(
    'knowledge.not_text',
    'The file holds bytes that are no text.',
    'Choose a text, Markdown or CSV file, or save the document as one.',
    { cause },
  );

const firstBeyondAscii = (bytes: Uint8Array): number => {
  const at = bytes.findIndex((byte) => byte > 127);
  return at < 0 ? bytes.length : at;
};

/** The same bytes in blocks of equal length, except for the last one; at least one block. */
async function* inBlocks(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly block: Uint8Array<ArrayBuffer>; readonly isLast: boolean }> {
  let block = new Uint8Array(BLOCK);
  let filled = 0;
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; ) {
      // A full block is kept until the next byte shows that it is not the last one.
      if (filled === BLOCK) {
        yield { block, isLast: false };
        block = new Uint8Array(BLOCK);
        filled = 0;
      }
      const part = chunk.subarray(from, from + BLOCK - filled);
      block.set(part, filled);
      filled += part.length;
      from += part.length;
    }
  }
  yield { block: block.subarray(0, filled), isLast: true };
}

const joined = (before: Uint8Array, behind: Uint8Array): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(before.length + behind.length);
  bytes.set(before);
  bytes.set(behind, before.length);
  return bytes;
};
