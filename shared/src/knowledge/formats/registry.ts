import { Failure } from '../../contracts/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { csv } from './csv/csv.ts';
import type { FileFormat } from './file-format.ts';
import { markdown } from './markdown/markdown.ts';
import { notText } from './text/decode-bytes.ts';
import { plainText } from './text/plain-text.ts';

/** All readable file formats. A file whose name is wrong is read as the first format that its bytes fit. */
export const fileFormats = { text: plainText, markdown, csv } as const satisfies Record<string, FileFormat>;

export type FormatName = keyof typeof fileFormats;

const formats: readonly FileFormat[] = Object.values(fileFormats);

/** The extensions with their dots, for texts and file pickers. */
export const readableExtensions: readonly string[] = formats.flatMap(({ extensions }) =>
  extensions.map((extension) => `.${extension}`),
);

/** For a file picker's `accept`. */
export const acceptedFiles: string = [...readableExtensions, ...formats.flatMap(({ mediaTypes }) => mediaTypes)].join();

const HEAD = 65_536;

type Named = { readonly fileName?: string | undefined; readonly mediaType?: string | undefined };

/**
 * The format in which to read a file: that of its name, unless its bytes contradict it. Throws `knowledge.unsupported_type`,
 * `knowledge.too_large`, or `knowledge.not_text` for bytes that fit no format.
 */
export const chooseFormat = async (
  source: ByteSource,
  { fileName, mediaType }: Named,
  known: readonly FileFormat[] = formats,
): Promise<FileFormat> => {
  const named = formatOf(fileName, mediaType, known);
  const head = await source.slice(0, HEAD);
  const format = [named, ...known].find(({ sniff }) => sniff(head));
  requireSize(source.size, format ?? named);
  if (!format) throw notText();
  return format;
};

/** The format of a file by its name, otherwise by its media type. Throws `knowledge.unsupported_type`. */
export const formatOf = (
  fileName: string | undefined,
  mediaType: string | undefined,
  known: readonly FileFormat[] = formats,
): FileFormat => {
  const extension = fileName === undefined ? undefined : extensionOf(fileName);
  const plainType = mediaType?.split(';')[0]?.trim().toLowerCase();
  const found =
    extension === undefined
      ? known.find(({ mediaTypes }) => plainType !== undefined && mediaTypes.includes(plainType))
      : known.find(({ extensions }) => extensions.includes(extension));
  if (found) return found;
  throw new Failure(
    'knowledge.unsupported_type',
    `${fileName ?? mediaType ?? 'The file'} is of a kind that cannot be read.`,
    `Use one of ${readableExtensions.join(', ')}.`,
  );
};

/** Throws `knowledge.too_large` for a file that is too large to read. */
export const requireSize = (size: number, { limits }: Pick<FileFormat, 'limits'>): void => {
  if (size <= limits.bytes) return;
  throw new Failure(
    'knowledge.too_large',
    `The file holds ${(size / 1e6).toFixed(1)} MB.`,
    `Split it into files of ${limits.bytes / 1e6} MB at most.`,
  );
};

const extensionOf = (fileName: string): string | undefined =>
  /[^/\\]\.([\p{L}\p{N}]{1,12})$/u.exec(fileName)?.[1]?.toLowerCase();
