import { Failure } from '../contracts/errors.ts';
import type { Language } from '../entities/declaring/fields.ts';
import type { Passage } from '../entities/passage.ts';
import { type Source, sourceIdOf, type TableKind } from '../entities/source.ts';
import { cutText } from '../text/cut-text.ts';
import { countLetters, languageOfLetters } from '../text/detect-language.ts';
import { TITLE_SEPARATOR } from '../text/title-path.ts';
import { type ByteSource, watchBytes } from './byte-source.ts';
import { createBlockDivider, type Piece } from './divide-blocks.ts';
import type { FileFormat, TableChoice, TableReading } from './formats/file-format.ts';
import { chooseFormat } from './formats/registry.ts';
import { noText } from './formats/text/read-text.ts';
import { detailsOf, type SourceDetails } from './source-details.ts';
import { baseName, storedFileName } from './source-identity.ts';

const MAX_TITLE = 300;
const MAX_WARNINGS = 100;
/** Maximum number of passages per source: a small file of tiny parts would otherwise take up many times its size. */
const MAX_PASSAGES = 200_000;
/** Passages per page; other tasks of the storing thread run between two pages. */
const PAGE = 100;

/** The metadata of a file to import. */
export type ImportInput = {
  readonly fileName?: string | undefined;
  readonly title?: string | undefined;
  readonly mediaType?: string | undefined;
  readonly demo?: boolean | undefined;
  /** How to read a table; guessed from its columns if absent. */
  readonly table?: TableKind | undefined;
  /** Take precedence over the details in the file. */
  readonly details?: SourceDetails | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** SHA-256 of the bytes in hex. */
  readonly digest: string;
};

/**
 * An import as it is read: `opened` once the first passages are known, then all passages in pages, and `done` with the final source.
 * `choice` is set if how to read a table was guessed and a person may know better.
 */
export type ImportPart =
  | { readonly kind: 'opened'; readonly source: Source; readonly choice?: TableChoice }
  | { readonly kind: 'page'; readonly passages: readonly Passage[] }
  | { readonly kind: 'done'; readonly source: Source };

export type ReadOptions = {
  readonly signal: AbortSignal;
  /** Receives the share that was read, from 0 to 1; it never decreases and reaches 1 before the last page. */
  readonly onProgress?: ((share: number) => void) | undefined;
  /** The formats of the registry by default. */
  readonly formats?: readonly FileFormat[];
};

/**
 * Reads and divides a file with bounded memory. The same bytes yield the same source and passages, whatever the file's name. Dates in it
 * are in this machine's time zone. Throws a `Failure` with a `knowledge.*` code for an unreadable file, before `opened` if its beginning
 * shows it.
 */
export async function* readImport(
  bytes: ByteSource,
  input: ImportInput,
  { signal, onProgress, formats }: ReadOptions,
): AsyncGenerator<ImportPart> {
  const report = risingShare(onProgress);
  const source = watchBytes(bytes, { signal, report });
  const format = await chooseFormat(source, input, formats);
  const divider = createBlockDivider();
  const draft = createDraft(input, { format, size: bytes.size });
  let page: Passage[] = [];
  let isOpened = false;

  function* pageOf(passages: readonly Passage[]): Generator<ImportPart> {
    if (!isOpened) yield draft.opened();
    isOpened = true;
    yield { kind: 'page', passages };
  }

  for await (const block of format.read(source, { signal, table: input.table, report })) {
    if (block.kind === 'about') draft.describe(block);
    else if (block.kind === 'warning') draft.warn(block);
    else {
      for (const piece of divider.add(block)) {
        page.push(draft.passageOf(piece));
        if (page.length < PAGE) continue;
        yield* pageOf(page);
        page = [];
      }
    }
  }
  page.push(...divider.end().map(draft.passageOf));
  report(1);
  for (let at = 0; at < page.length; at += PAGE) yield* pageOf(page.slice(at, at + PAGE));
  if (!isOpened) throw noText();
  yield { kind: 'done', source: draft.finished() };
}

const risingShare = (onProgress: ((share: number) => void) | undefined): ((share: number) => void) => {
  let reported = 0;
  return (share) => {
    if (share <= reported) return;
    reported = Math.min(1, share);
    onProgress?.(reported);
  };
};

type Described = {
  readonly title?: string | undefined;
  readonly details?: SourceDetails;
  readonly table?: TableReading;
};

type FileFacts = { readonly format: FileFormat; readonly size: number };

/** The source of an import and its passages, as far as they are known. */
const createDraft = (input: ImportInput, { format, size }: FileFacts) => {
  const id = sourceIdOf(input.digest);
  const common = unchangingOf(input, { format, size });
  const warnings: Source['warnings'] = [];
  const letters = { cyrillic: 0, latin: 0 };
  let about: Described = {};
  let count = 0;

  const title = (): string => titleOf(input, about.title);
  const details = (): SourceDetails => detailsOf({ ...about.details, ...detailsOf(input.details ?? {}) });
  const languageSoFar = (): Language => languageOfLetters(letters) ?? 'ru';
  const marked = input.demo ? { demo: true } : {};

  const sourceAs = (state: Source['state']): Source => ({
    ...common,
    ...details(),
    state,
    title: title(),
    warnings: [...warnings],
    passageCount: count,
    language: languageSoFar(),
    ...(about.table && { table: about.table.kind }),
  });

  return {
    describe: (described: Described): void => {
      about = described;
    },
    warn: ({ line, message }: Source['warnings'][number]): void => {
      if (warnings.length < MAX_WARNINGS) warnings.push({ line, message: cutText(message, 300) });
    },
    passageOf: ({ text, question, headings, start, end }: Piece): Passage => {
      if (count === MAX_PASSAGES) throw tooManyPassages();
      const own = countLetters(`${question ?? ''} ${text}`);
      letters.cyrillic += own.cyrillic;
      letters.latin += own.latin;
      const position = count;
      count += 1;
      return {
        id: `${id}:${position}`,
        sourceId: id,
        position,
        title: passageTitle(title(), headings),
        text,
        ...(question === undefined ? {} : { question }),
        start,
        end,
        language: languageOfLetters(own) ?? languageSoFar(),
        ...details(),
        ...marked,
        updatedAt: input.now,
      };
    },
    opened: (): ImportPart => ({
      kind: 'opened',
      source: sourceAs('indexing'),
      ...(about.table?.choice && { choice: about.table.choice }),
    }),
    finished: (): Source => sourceAs('ready'),
  };
};

/** The source before its file has been read. */
const unchangingOf = (input: ImportInput, { format, size }: FileFacts) => ({
  id: sourceIdOf(input.digest),
  mediaType: format.mediaTypes[0] ?? 'text/plain',
  ...(input.fileName === undefined ? {} : { fileName: storedFileName(input.fileName) }),
  digest: input.digest,
  size,
  ...(input.demo ? { demo: true } : {}),
  createdAt: input.now,
  updatedAt: input.now,
});

const tooManyPassages = (): Failure =>
  new Failure(
    'knowledge.too_large',
    `The file holds more than ${MAX_PASSAGES} passages.`,
    `Split it into files of ${MAX_PASSAGES} passages at most.`,
  );

const titleOf = ({ title, fileName }: ImportInput, own: string | undefined): string => {
  const named = fileName === undefined ? undefined : baseName(fileName).replace(/\.[^.]*$/, '');
  const found = [title, own, named].find((candidate) => candidate !== undefined && candidate.trim() !== '');
  return cutText((found ?? 'Text').trim(), MAX_TITLE);
};

const passageTitle = (title: string, headings: readonly string[]): string => {
  const others = headings.filter((heading) => heading !== '' && heading !== title);
  return cutText([title, ...others].join(TITLE_SEPARATOR), MAX_TITLE);
};
