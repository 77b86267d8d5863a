import { Failure } from '../contracts/errors.ts';
import type { FileFormat } from './file-format.ts';
import { csv } from './read-csv.ts';
import { markdown } from './read-markdown.ts';
import { plainText } from './read-plain-text.ts';

/** Every kind of file that knowledge can be read from. */
export const fileFormats: readonly FileFormat[] = [markdown, plainText, csv];

/** For file pickers, each with its dot. */
export const readableExtensions: readonly string[] = fileFormats.flatMap(({ extensions }) =>
  extensions.map((extension) => `.${extension}`),
);

/** The format of a file by its name, else by its media type. Throws `knowledge.unsupported_type`. */
export const formatOf = (fileName: string | undefined, mediaType: string | undefined): FileFormat => {
  const extension = fileName === undefined ? undefined : extensionOf(fileName);
  const plainType = mediaType?.split(';')[0]?.trim().toLowerCase();
  const found =
    extension === undefined
      ? fileFormats.find(({ mediaTypes }) => plainType !== undefined && mediaTypes.includes(plainType))
      : fileFormats.find(({ extensions }) => extensions.includes(extension));
  if (found) return found;
  throw new Failure(
    'knowledge.unsupported_type',
    `${fileName ?? mediaType ?? 'The file'} is of a kind that cannot be read.`,
    `Use one of ${readableExtensions.join(', ')}.`,
  );
};

const extensionOf = (fileName: string): string | undefined =>
  /[^/\\]\.([\p{L}\p{N}]{1,12})$/u.exec(fileName)?.[1]?.toLowerCase();
