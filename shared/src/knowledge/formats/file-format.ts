import type { TableKind } from '../../entities/source.ts';
import type { ByteSource } from '../byte-source.ts';
import type { SourceDetails } from '../source-details.ts';

/** Part of a table as it would be read. */
export type TableEntry = { readonly question?: string; readonly text: string };

/** A table whose columns do not say how it is meant, with its first entries read either way. */
export type TableChoice = {
  readonly likely: TableKind;
  readonly entries: { readonly [K in TableKind]: readonly TableEntry[] };
};

/** How a table is read; `choice` when that was a guess. */
export type TableReading = { readonly kind: TableKind; readonly choice?: TableChoice };

/**
 * What a reader gives, in the order of the file. The extracted text, which the offsets of passages refer to, is the `text` of all blocks one
 * behind the other; nobody holds all of it.
 */
export type Block =
  /** What the file says of itself. Comes before any block with text, because every passage carries it. */
  | {
      readonly kind: 'about';
      readonly title?: string | undefined;
      readonly details?: SourceDetails;
      readonly table?: TableReading;
    }
  /** `level` 1 is the outermost. What follows stands below it, up to the next heading of this or an outer level. */
  | { readonly kind: 'heading'; readonly text: string; readonly level: number; readonly heading: string }
  /** Running text, cut anywhere: it is divided into passages together with the prose next to it. */
  | { readonly kind: 'prose'; readonly text: string }
  /** A passage of its own, such as a row of a table; with a question it is the answer. */
  | { readonly kind: 'entry'; readonly text: string; readonly question?: string }
  /** Belongs to the extracted text and to no passage. */
  | { readonly kind: 'aside'; readonly text: string }
  /** A part that was left out. `line` is 1-based; of a format without lines, the page or the row. */
  | { readonly kind: 'warning'; readonly line: number; readonly message: string };

export type ReadContext = {
  /** Aborted when nobody wants the file any more. The source's bytes end with its reason, so only long work between two reads must look. */
  readonly signal: AbortSignal;
  /** How a table is to be read; guessed from its columns when absent. */
  readonly table?: TableKind | undefined;
  /** The share that is read, 0 to 1. Bytes taken from `stream` are counted by themselves; a format that takes slices says it. */
  report(share: number): void;
};

export type FormatLimits = {
  /** Of a file. */
  readonly bytes: number;
  /** Bytes that the reader may have taken from the source without having given their text yet. */
  readonly heldBytes: number;
};

/** A kind of file that knowledge can be read from. Adding one is a file, or a folder, and a line in the registry. */
export type FileFormat = {
  readonly mediaTypes: readonly string[];
  /** Lower case, without the dot. */
  readonly extensions: readonly string[];
  /** Its rows may be read in several ways. */
  readonly isTable?: true;
  readonly limits: FormatLimits;
  /** Whether a file that begins like this (64 KiB, or all of a smaller file) may be of this format: its name may lie. */
  sniff(head: Uint8Array): boolean;
  /** Throws a `Failure` with a `knowledge.*` code for a file that cannot be read to its end. */
  read(source: ByteSource, context: ReadContext): AsyncIterable<Block>;
};
