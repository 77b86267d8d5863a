import { Failure } from '../../contracts/errors.ts';
import type { SentFailure } from '../../contracts/sent-failure.ts';
import type { ImportInput, ImportPart } from '../read-import.ts';

/** Commands to a worker, one file at a time. */
export type ReaderCommand =
  | { readonly kind: 'digest'; readonly file: Blob }
  | { readonly kind: 'read'; readonly file: Blob; readonly input: ImportInput }
  /** Requests one more part: a worker is never more than `PARTS_AHEAD` ahead of the storing side. */
  | { readonly kind: 'more' };

export type ReaderEvent =
  | { readonly kind: 'digest'; readonly digest: string }
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'part'; readonly part: ImportPart }
  | { readonly kind: 'failed'; readonly failure: SentFailure };

export const PARTS_AHEAD = 3;

/** The failure for a worker that crashed, and for a reader that threw an unexpected error. */
export const unreadable = (cause: unknown): Failure =>
  new Failure(
    'knowledge.unreadable',
    `The file could not be read: ${cause instanceof Error ? cause.message : cause}`,
    'Save its text anew as plain text or Markdown and import that.',
    { cause },
  );

export const tooSlow = (limitMs: number): Failure =>
  new Failure(
    'knowledge.too_slow',
    `Reading the file took longer than ${limitMs / 1000} seconds.`,
    'Split it into smaller files, without pictures or other encoded data in the text.',
  );
