import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';

/** A file of a set is invalid; the message says why in one sentence. */
export class WrongSet extends Error {}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Returns the names of the files in a folder that end with one of the endings, sorted. Throws `WrongSet` if there are none. */
export const namesIn = async (folder: string, ...endings: readonly string[]): Promise<readonly string[]> => {
  const all = await readdir(folder).catch((error: unknown) => {
    throw new WrongSet(`${folder} cannot be read: ${reasonOf(error)}`);
  });
  const names = all.filter((name) => endings.includes(path.extname(name))).toSorted();
  if (names.length === 0) throw new WrongSet(`${folder} has no ${endings.join(' or ')} file.`);
  return names;
};

/** Returns the file, or the JSON files of the folder. Throws `WrongSet` if there are none. */
export const jsonFilesOf = async (place: string): Promise<readonly string[]> => {
  const { isFolder } = await stat(place).then(
    (found) => ({ isFolder: found.isDirectory() }),
    (error: unknown) => {
      throw new WrongSet(`${place} cannot be read: ${reasonOf(error)}`);
    },
  );
  return isFolder ? (await namesIn(place, '.json')).map((name) => path.join(place, name)) : [place];
};

/** Reads and validates a JSON file; `what` names its content in the error. Throws `WrongSet`. */
export const readJsonFile = async <T>(file: string, schema: z.ZodType<T>, what: string): Promise<T> => {
  const parsed = schema.safeParse(await readJson(file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new WrongSet(`${file} is no ${what}: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
};

const readJson = async (file: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new WrongSet(`${file} cannot be read as JSON: ${reasonOf(error)}`);
  }
};
