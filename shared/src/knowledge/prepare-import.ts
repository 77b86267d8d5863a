import { Failure } from '../contracts/errors.ts';
import type { Language } from '../entities/fields.ts';
import type { Passage } from '../entities/passage.ts';
import { type Source, sourceIdOf, type TableKind } from '../entities/source.ts';
import { cutText } from '../text/cut-text.ts';
import { detectLanguage } from '../text/detect-language.ts';
import type { Piece, ReadResult, TableChoice } from './file-format.ts';
import { formatOf } from './registry.ts';
import { detailsOf, type SourceDetails, TITLE_SEPARATOR } from './source-details.ts';

const MAX_TITLE = 300;
const MAX_WARNINGS = 100;
/** Limit per source: a small file of tiny parts would otherwise be stored at many times its size. */
const MAX_PASSAGES = 200_000;

export type ImportInput = {
  readonly bytes: Uint8Array;
  readonly fileName?: string | undefined;
  readonly title?: string | undefined;
  readonly mediaType?: string | undefined;
  readonly demo?: boolean | undefined;
  /** How a table is to be read; guessed from its columns when absent. */
  readonly table?: TableKind | undefined;
  /** Go before what the file says of itself. */
  readonly details?: SourceDetails | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** SHA-256 of `bytes`, hex: `digestOf`. */
  readonly digest: string;
};

/** `source` says `ready`: the state it has once its passages are stored. `choice`: how a table is meant was guessed, and a person may know better. */
export type PreparedImport = {
  readonly source: Source;
  readonly passages: readonly Passage[];
  readonly choice?: TableChoice;
};

/** SHA-256, hex. */
export const digestOf = async (bytes: Uint8Array): Promise<string> => {
  const hash = await globalThis.crypto.subtle.digest('SHA-256', new Uint8Array(bytes));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

/**
 * Reads and splits a file. Pure: the same bytes give the same source and passages, whatever the file is called.
 * A day in it is one of this machine's time zone.
 * Throws a `Failure` with a `knowledge.*` code when it cannot be read.
 */
export const prepareImport = (input: ImportInput): PreparedImport => {
  const format = formatOf(input.fileName, input.mediaType);
  const read = format.read(input.bytes, input.table);
  if (read.pieces.length > MAX_PASSAGES) throw tooManyPassages(read.pieces.length);
  const title = titleOf(input, read);
  const id = sourceIdOf(input.digest);
  const language = detectLanguage(read.text) ?? 'ru';
  const details = detailsOf({ ...read.details, ...detailsOf(input.details ?? {}) });
  const passages = read.pieces.map((piece, position) =>
    passageOf({ input, id, title, language, details, read, piece, position }),
  );
  if (passages.length === 0) {
    throw new Failure('knowledge.empty', 'The file holds no text.', 'Choose a file with text in it.');
  }
  const source: Source = {
    id,
    title,
    mediaType: format.mediaTypes[0] ?? 'text/plain',
    ...(input.fileName === undefined ? {} : { fileName: storedFileName(input.fileName) }),
    digest: input.digest,
    size: input.bytes.length,
    state: 'ready',
    warnings: read.warnings
      .slice(0, MAX_WARNINGS)
      .map(({ line, message }) => ({ line, message: cutText(message, 300) })),
    passageCount: passages.length,
    language,
    ...(read.table && { table: read.table.kind }),
    ...details,
    ...(input.demo ? { demo: true } : {}),
    createdAt: input.now,
    updatedAt: input.now,
  };
  return { source, passages, ...(read.table?.choice && { choice: read.table.choice }) };
};

const tooManyPassages = (count: number): Failure =>
  new Failure(
    'knowledge.too_large',
    `The file holds ${count} passages.`,
    `Split it into files of ${MAX_PASSAGES} passages at most.`,
  );

const titleOf = ({ title, fileName }: ImportInput, read: ReadResult): string => {
  const named = fileName === undefined ? undefined : baseName(fileName).replace(/\.[^.]*$/, '');
  const found = [title, read.title, named].find((candidate) => candidate !== undefined && candidate.trim() !== '');
  return cutText((found ?? 'Text').trim(), MAX_TITLE);
};

/** The name by which a source remembers its file. */
export const storedFileName = (fileName: string): string => baseName(fileName).slice(-300);

const baseName = (fileName: string): string => fileName.split(/[/\\]/).at(-1) ?? fileName;

type PassageInput = {
  readonly input: ImportInput;
  readonly id: string;
  readonly title: string;
  /** Of the whole source: what a passage without letters is taken to be in. */
  readonly language: Language;
  readonly details: SourceDetails;
  readonly read: ReadResult;
  readonly piece: Piece;
  readonly position: number;
};

const passageOf = ({ input, id, title, language, details, read, piece, position }: PassageInput): Passage => {
  const text = read.text.slice(piece.start, piece.end);
  const headings = piece.headings.filter((heading) => heading !== '' && heading !== title);
  return {
    id: `${id}:${position}`,
    sourceId: id,
    position,
    title: cutText([title, ...headings].join(TITLE_SEPARATOR), MAX_TITLE),
    text,
    ...(piece.question === undefined ? {} : { question: piece.question }),
    start: piece.start,
    end: piece.end,
    language: detectLanguage(`${piece.question ?? ''} ${text}`) ?? language,
    ...details,
    ...(input.demo ? { demo: true } : {}),
    updatedAt: input.now,
  };
};
