import { Failure } from '../../../contracts/errors.ts';
import type { ByteSource } from '../../byte-source.ts';
import type { FormatLimits } from '../file-format.ts';
import { decodeBytes } from './decode-bytes.ts';

/** Length of a window in UTF-16 units. */
export const WINDOW = 65_536;

/** Maximum size of text formats. */
export const textLimits: FormatLimits = { bytes: 5_000_000, heldBytes: 1_000_000 };

/**
 * Yields the text of a file in windows of equal length, except for the last one, so that a reader's output does not depend on how the bytes
 * arrive. Line ends become "\n". Throws `knowledge.not_text`, and `knowledge.empty` at the end of a file that contains only white space.
 */
export async function* readText(source: ByteSource): AsyncGenerator<string> {
  let held = '';
  let isBlank = true;
  for await (const text of withPlainLineEnds(decodeBytes(source))) {
    held += text;
    isBlank &&= text.trim() === '';
    for (; held.length >= WINDOW; held = held.slice(WINDOW)) yield held.slice(0, WINDOW);
  }
  if (isBlank) throw noText();
  if (held !== '') yield held;
}

export const noText = (): Failure =>
  new Failure('knowledge.empty', 'The file holds no text.', 'Choose a file with text in it.');

async function* withPlainLineEnds(parts: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const part of parts) {
    const text = held + part;
    // The line feed that belongs to it may be in the next part.
    held = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - held.length).replace(/\r\n?/g, '\n');
  }
  if (held !== '') yield '\n';
}
