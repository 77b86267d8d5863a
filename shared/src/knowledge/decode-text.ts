import { Failure } from '../contracts/errors.ts';

/** Of the original and of its text. */
export const MAX_TEXT_BYTES = 5_000_000;

const SAMPLE = 64_000;

/**
 * Bytes as text: UTF-8, UTF-16 with its mark, or windows-1251 of older Russian files. Line ends become "\n".
 * Throws `knowledge.empty`, `knowledge.too_large`, or `knowledge.not_text` for anything binary.
 */
export const decodeText = (bytes: Uint8Array): string => {
  if (bytes.length > MAX_TEXT_BYTES) {
    const size = (bytes.length / 1e6).toFixed(1);
    throw new Failure('knowledge.too_large', `The file holds ${size} MB.`, 'Split it into files of 5 MB at most.');
  }
  const text = decode(bytes).replace(/\r\n?/g, '\n');
  if (text.trim() === '') {
    throw new Failure('knowledge.empty', 'The file holds no text.', 'Choose a file with text in it.');
  }
  return text;
};

const decode = (bytes: Uint8Array): string => {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decodeAs('utf-16le', bytes);
  if (first === 0xfe && second === 0xff) return decodeAs('utf-16be', bytes);
  if (bytes.subarray(0, SAMPLE).includes(0)) throw notText();
  const text = tryUtf8(bytes) ?? decodeCyrillic(bytes);
  if (controlShare(text) > 0.01) throw notText();
  return text;
};

const notText = (): Failure =>
  new Failure(
    'knowledge.not_text',
    'The file holds bytes that are no text.',
    'Choose a text, Markdown or CSV file, or save the document as one.',
  );

const decodeAs = (encoding: 'utf-16le' | 'utf-16be', bytes: Uint8Array): string => {
  const text = new TextDecoder(encoding).decode(bytes);
  if (controlShare(text) > 0.01) throw notText();
  return text;
};

const tryUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    // The decoder says by a TypeError that the bytes are no UTF-8; they may still be windows-1251.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
};

/** Random bytes decode as windows-1251 too, but they do not read like Russian: mostly small letters and spaces. */
const decodeCyrillic = (bytes: Uint8Array): string => {
  const text = new TextDecoder('windows-1251').decode(bytes);
  const sample = text.slice(0, SAMPLE);
  const letters = sample.match(/[а-яёa-z\s\d.,;:!?"'()-]/g)?.length ?? 0;
  if (letters < 0.75 * sample.length || !/[а-яё]{2}/.test(sample)) throw notText();
  return text;
};

const controlShare = (text: string): number => {
  const sample = text.slice(0, SAMPLE);
  let controls = 0;
  for (let at = 0; at < sample.length; at++) {
    const code = sample.charCodeAt(at);
    if (code === 0xfffd || code === 0x7f || (code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13)) {
      controls += 1;
    }
  }
  return controls / Math.max(1, sample.length);
};
