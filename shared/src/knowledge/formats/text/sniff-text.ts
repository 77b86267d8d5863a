/** Number of bytes that text formats examine. */
const SAMPLE = 64_000;
/** A file with a larger share of control characters is not text. */
const MOST_CONTROLS = 0.01;

type Utf16 = 'utf-16le' | 'utf-16be';

/** The encoding that a byte order mark indicates. */
export const markedEncoding = ([first, second]: Uint8Array): Utf16 | undefined => {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
};

/** Whether a file that begins like this may be text: without NUL unless it is marked as UTF-16, and with few control characters. */
export const sniffText = (head: Uint8Array): boolean => {
  const sample = head.subarray(0, SAMPLE);
  const encoding = markedEncoding(sample);
  if (encoding) return hasFewControls(codesOf(new TextDecoder(encoding).decode(sample)), sample.length / 2);
  return !sample.includes(0) && hasFewControls(sample, sample.length);
};

function* codesOf(text: string): Generator<number> {
  for (let at = 0; at < text.length; at += 1) yield text.charCodeAt(at);
}

const hasFewControls = (codes: Iterable<number>, length: number): boolean => {
  let controls = 0;
  for (const code of codes) {
    const isSpace = code === 9 || code === 10 || code === 12 || code === 13;
    if (code === 0xfffd || code === 0x7f || (code < 32 && !isSpace)) controls += 1;
  }
  return controls <= MOST_CONTROLS * Math.max(1, length);
};
