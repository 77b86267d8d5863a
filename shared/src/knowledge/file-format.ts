import type { TableKind } from '../entities/source.ts';
import type { SourceDetails } from './source-details.ts';

/** A part of a source's text; `text` is always sliced at `start..end`. */
export type Piece = {
  readonly start: number;
  readonly end: number;
  /** Headings above it, outermost first. */
  readonly headings: readonly string[];
  /** Of a question-answer pair; the piece is the answer. */
  readonly question?: string;
};

export type ReadWarning = { readonly line: number; readonly message: string };

/** Part of a table as it would be read. */
export type TableEntry = { readonly question?: string; readonly text: string };

/** A table that does not tell how it is meant, with its first entries as either kind would have them. */
export type TableChoice = {
  readonly likely: TableKind;
  readonly entries: { readonly [K in TableKind]: readonly TableEntry[] };
};

export type ReadResult = {
  /** The extracted text that offsets refer to. */
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly warnings: readonly ReadWarning[];
  /** How a table was read; `choice` when that was a guess. */
  readonly table?: { readonly kind: TableKind; readonly choice?: TableChoice };
  /** The document's own title, if it has one. */
  readonly title?: string;
  /** What the document says of itself. */
  readonly details?: SourceDetails;
};

/** A kind of file that knowledge can be read from. Adding one is a file and a line in the registry. */
export type FileFormat = {
  readonly mediaTypes: readonly string[];
  /** Its rows may be read in several ways. */
  readonly isTable?: true;
  /** Lower case, without the dot. */
  readonly extensions: readonly string[];
  /** `table` says how a table is to be read. Throws a `Failure` with a `knowledge.*` code when nothing can be read. */
  read(bytes: Uint8Array, table?: TableKind): ReadResult;
};
