import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Plugin } from 'vite';
import type { BuiltFile, BuiltFiles } from './built-files.ts';

/** Tells the service worker what was built. Its own file changes with any other, which is how browsers notice a new build. */
export const listBuiltFiles = (worker: string): Plugin => ({
  name: 'inbetwin:list-built-files',
  apply: 'build',
  writeBundle: ({ dir }) => {
    if (dir === undefined) throw new Error('The service worker needs a folder of built files.');
    const code = readFileSync(join(dir, worker), 'utf8');
    const built = describeBuild(dir, worker);
    writeFileSync(join(dir, worker), `const builtFiles = ${JSON.stringify(built)};\n${code}`);
  },
});

const describeBuild = (folder: string, worker: string): BuiltFiles => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .filter((path) => path !== worker)
    .sort()
    .map((path): BuiltFile => ({
      path: path.split(sep).join('/'),
      integrity: `sha256-${digest(readFileSync(join(folder, path)), 'base64')}`,
    }));
  const code = readFileSync(join(folder, worker), 'utf8');
  return { build: digest(JSON.stringify(files) + code, 'hex').slice(0, 16), files };
};

const digest = (content: string | Uint8Array, form: 'base64' | 'hex'): string =>
  createHash('sha256').update(content).digest(form);
