import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';
import type { BuiltFile, BuiltFiles } from './built-files.ts';

/** A Vite plugin that adds the list of built files to the service worker, a file at the root of the build. */
export const listBuiltFiles = (worker: string): Plugin => ({
  name: 'inbetwin:list-built-files',
  apply: 'build',
  writeBundle: ({ dir }) => {
    if (dir === undefined) throw new Error('The service worker needs a folder of built files.');
    writeBuiltFiles(dir, worker);
  },
});

/** Prepends the list of files to the worker. It makes the worker change with any file, which is how browsers notice a new build. */
export const writeBuiltFiles = (folder: string, worker: string): void => {
  const path = join(folder, worker);
  const code = readFileSync(path, 'utf8');
  // It is loaded as a classic script; a module shared with the pages would become a chunk that it cannot import.
  if (/^import\b/.test(code))
    throw new Error('The service worker imports a file: it may share no module with the pages.');
  const files = describeFiles(folder).filter((file) => file.path !== worker);
  const built: BuiltFiles = { build: digest(JSON.stringify(files) + code, 'hex').slice(0, 16), files };
  writeFileSync(path, `const builtFiles = ${JSON.stringify(built)};\n${code}`);
};

const describeFiles = (folder: string): readonly BuiltFile[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((file) => ({
      path: relative(folder, file).split(sep).join('/'),
      integrity: `sha256-${digest(readFileSync(file), 'base64')}`,
    }));

const digest = (content: string | Uint8Array, form: 'base64' | 'hex'): string =>
  createHash('sha256').update(content).digest(form);
