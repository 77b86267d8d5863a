import type { TableKind } from '../../entities/source.ts';
import type { ByteSource } from '../byte-source.ts';
import type { SourceDetails } from '../source-details.ts';

/** A preview of a table read in one way. */
export type TableEntry = { readonly question?: string; readonly text: string };

/** A table whose columns do not say how to read it, with previews of both ways. */
export type TableChoice = {
  readonly likely: TableKind;
  readonly entries: { readonly [K in TableKind]: readonly TableEntry[] };
};

/** How a table is read; `choice` is set if that was a guess. */
export type TableReading = { readonly kind: TableKind; readonly choice?: TableChoice };

/**
 * A reader's output, in the order of the file. The extracted text, to which the offsets of passages refer, is the concatenated `text` of
 * all blocks; it is never held as a whole.
 */
export type Block =
  /** Details stated in the file. They precede all blocks with text, because every passage carries them. */
  | {
      readonly kind: 'about';
      readonly title?: string | undefined;
      readonly details?: SourceDetails;
      readonly table?: TableReading;
    }
  /** `level` 1 is the outermost. It applies to what follows, up to the next heading of the same or an outer level. */
  | { readonly kind: 'heading'; readonly text: string; readonly level: number; readonly heading: string }
  /** Running text, possibly cut anywhere; it is divided into passages together with adjacent prose. */
  | { readonly kind: 'prose'; readonly text: string }
  /** A passage of its own, such as a row of a table; with a question, it is the answer. */
  | { readonly kind: 'entry'; readonly text: string; readonly question?: string }
  /** Text that belongs to no passage. */
  | { readonly kind: 'aside'; readonly text: string }
  /** A part that was skipped. `line` is 1-based; in formats without lines it is the page or the row. */
  | { readonly kind: 'warning'; readonly line: number; readonly message: string };

export type ReadContext = {
  /**
   * Aborts when the file is no longer wanted. The source's bytes then end with its reason, so only long computations between reads must
   * check it.
   */
  readonly signal: AbortSignal;
  /** How to read a table; guessed from its columns if absent. */
  readonly table?: TableKind | undefined;
  /**
   * Reports the share that was read, from 0 to 1. Bytes read through `stream` are counted automatically; a format that reads slices must
   * report it.
   */
  report(share: number): void;
};

export type FormatLimits = {
  /** Maximum size of a file in bytes. */
  readonly bytes: number;
  /** Number of bytes that a reader may have read without having yielded their text. */
  readonly heldBytes: number;
};

/** A readable file format. A new one is a file or a folder, and a line in the registry. */
export type FileFormat = {
  readonly mediaTypes: readonly string[];
  /** In lowercase, without the dot. */
  readonly extensions: readonly string[];
  /** Whether its rows can be read in several ways. */
  readonly isTable?: true;
  readonly limits: FormatLimits;
  /** Whether a file that begins like this (64 KiB, or all of a smaller file) may have this format, because file names can be wrong. */
  sniff(head: Uint8Array): boolean;
  /** Throws a `Failure` with a `knowledge.*` code if the file cannot be read to its end. */
  read(source: ByteSource, context: ReadContext): AsyncIterable<Block>;
};
