import type { z } from 'zod';

/** Deeper than anything in the entities, but safe for recursive functions. */
const MAX_DEPTH = 20;

/** Any JSON value of limited size (bytes of UTF-8) and at most 20 levels; without a limit a document could grow endlessly. */
export const boundedJson = <T extends z.ZodType>(schema: T, maxBytes: number): T =>
  schema
    .refine((value) => isShallow(value, 0), { error: `is nested deeper than ${MAX_DEPTH} levels`, abort: true })
    .refine((value) => jsonBytes(value) <= maxBytes, `is larger than ${Math.round(maxBytes / 1024)} kB`);

const isShallow = (value: unknown, depth: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (depth < MAX_DEPTH && Object.values(value).every((item) => isShallow(item, depth + 1)));

/** The size of a value as UTF-8 JSON in bytes; 0 for undefined. */
export const jsonBytes = (value: unknown): number => {
  const json = JSON.stringify(value) ?? '';
  let bytes = json.length;
  for (let at = 0; at < json.length; at++) {
    const unit = json.charCodeAt(at);
    // Each half of a surrogate pair accounts for two of its four bytes.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
};
