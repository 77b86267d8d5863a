import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isMap, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { namesIn, WrongSet } from '../set-files.ts';

/** Reads and validates the YAML files of a folder, by name. Throws `WrongSet`. */
export const readYamlFolder = async <T>(
  folder: string,
  schema: z.ZodType<T>,
): Promise<readonly { readonly name: string; readonly file: string; readonly content: T }[]> => {
  const files = await namesIn(folder, '.yaml', '.yml');
  return Promise.all(
    files.map(async (each) => {
      const file = path.join(folder, each);
      return { name: path.parse(each).name, file, content: readYaml(file, await readFile(file, 'utf8'), schema) };
    }),
  );
};

/** Throws `WrongSet`, which gives the file, the line and the path of the problem. */
export const readYaml = <T>(file: string, text: string, schema: z.ZodType<T>): T => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) throw new WrongSet(`${file}:${lines.linePos(broken.pos[0]).line}: ${firstLine(broken.message)}`);
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(deepest).slice(0, MOST_ISSUES);
  const told = issues.map(({ path: at, message }) => {
    const { line } = lines.linePos(offsetOf(document, at));
    return `${file}:${line}: ${at.join('.') || 'the file'}: ${message}`;
  });
  throw new WrongSet(told.join('\n'));
};

const MOST_ISSUES = 5;

const firstLine = (message: string): string => message.split('\n')[0] ?? message;

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string };

/** If all alternatives fail, returns the issue of the one that matched deepest. */
const deepest = (issue: z.core.$ZodIssue): Issue => {
  if (issue.code === 'unrecognized_keys')
    return { path: [...issue.path, issue.keys[0] ?? ''], message: 'is not known' };
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().map((one) => deepest({ ...one, path: [...issue.path, ...one.path] }));
  return inner.toSorted((a, b) => b.path.length - a.path.length)[0] ?? issue;
};

/** For something that is missing, returns the offset of its parent. */
const offsetOf = (document: ReturnType<typeof parseDocument>, at: readonly PropertyKey[]): number => {
  for (let length = at.length; length > 0; length--) {
    const parent = document.getIn(at.slice(0, length - 1), true);
    const pair = isMap(parent) ? parent.items.find(({ key }) => String(key) === String(at[length - 1])) : undefined;
    const node = pair?.key ?? document.getIn(at.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
};
