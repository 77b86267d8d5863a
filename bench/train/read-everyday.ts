import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** A file of what a business knows. */
type KnownFile = { readonly fileName: string; readonly text: string };
/**
 * A message, with what every right answer to it holds; without `must`, the knowledge does not answer it. `isDeclined`: it is no matter of the
 * business. `isFirst`: it begins a conversation.
 */
type Everyday = {
  readonly text: string;
  readonly must: readonly string[];
  readonly isDeclined: boolean;
  readonly isFirst: boolean;
};
/** A business with what customers write to it on ordinary days. Messages about which people would differ are left out. */
export type EverydayBusiness = {
  readonly name: string;
  readonly knowledge: readonly KnownFile[];
  readonly messages: readonly Everyday[];
};

/** Reads all businesses of a folder in the format of its README. Throws an error that names the file and line of a mistake. */
export const readEveryday = async (folder: string): Promise<readonly EverydayBusiness[]> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.txt')).toSorted();
  return await Promise.all(
    files.map(async (file) => readBusiness(file, await readFile(path.join(folder, file), 'utf8'))),
  );
};

const FILE = /^=== (.+?)\s*$/u;
const MESSAGES = 'messages';

const readBusiness = (file: string, text: string): EverydayBusiness => {
  const [, ...sections] = text.split(/^(?==== )/mu);
  const read = sections.map((section) => {
    const end = section.indexOf('\n');
    return { fileName: FILE.exec(section.slice(0, end))?.[1] ?? '', text: section.slice(end + 1) };
  });
  const written = read.find(({ fileName }) => fileName === MESSAGES);
  if (!written) throw new Error(`${file}: expected "=== ${MESSAGES}"`);
  return {
    name: path.basename(file, '.txt'),
    knowledge: read.filter((one) => one !== written).map((one) => ({ ...one, text: one.text.trim() })),
    messages: readMessages(written.text, file),
  };
};

const readMessages = (text: string, file: string): readonly Everyday[] => {
  const asked = text.split(/^(?=>)/mu).filter((part) => part.trim() !== '');
  return asked.flatMap((part) => {
    const [first = '', ...labels] = part.trim().split('\n');
    const [, mark, message = ''] = /^(>>?) (.+)$/u.exec(first) ?? [];
    const label = labels.find((line) => /^[=!] /u.test(line));
    if (mark === undefined || label === undefined)
      throw new Error(`${file}: expected "> ", then "= " or "! ": ${first}`);
    if (label.startsWith('! any')) return [];
    const must = label.startsWith('= ')
      ? label
          .slice(2)
          .split('|')
          .map((piece) => piece.trim())
      : [];
    return [{ text: message, must, isDeclined: label.startsWith('! decline'), isFirst: mark === '>' }];
  });
};
