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

export type ReadResult = {
  /** The extracted text that offsets refer to. */
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly warnings: readonly ReadWarning[];
  /** The document's own title, if it has one. */
  readonly title?: string;
  /** What the document says of itself. */
  readonly details?: SourceDetails;
};

/** A kind of file that knowledge can be read from. Adding one is a file and a line in the registry. */
export type FileFormat = {
  readonly mediaTypes: readonly string[];
  /** Lower case, without the dot. */
  readonly extensions: readonly string[];
  /** Throws a `Failure` with a `knowledge.*` code when nothing can be read. */
  read(bytes: Uint8Array): ReadResult;
};
