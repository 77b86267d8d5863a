import { createHash } from 'node:crypto';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';

/** The `ETag` of a resource: equal for equal states, regardless of the order of their fields. */
export const versionOf = (resource: unknown): string => {
  const text = JSON.stringify(resource, (_key, value: unknown) => withSortedFields(value)) ?? '';
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
};

const withSortedFields = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/**
 * Throws `resource.changed` if the caller named versions and `present` is none of them. A tag that a compressing proxy made weak counts
 * too, because it stands for the same state.
 */
export const requireVersion = (ifMatch: string | undefined, present: unknown): void => {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const tags = ifMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (tags.includes(versionOf(present))) return;
  throw new Failure(
    'resource.changed',
    'It was changed since you read it.',
    'Read it again, and send the change with the new `ETag` in `If-Match`.',
  );
};
