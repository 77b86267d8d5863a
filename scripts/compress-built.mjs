// `node scripts/compress-built.mjs FOLDER`: writes the Brotli and gzip forms of a build's hashed assets beside them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Fonts and pictures are compressed already. Files without a hash could change while their compressed forms stay, so they get none. */
const shrinks = /-[\w-]{8,}\.(js|css|svg)$/;
/** For smaller files the headers cost as much as compression saves. */
const MIN_BYTES = 1024;

const forms = [
  // Quality 11 takes twice as long and saves another 1 %.
  ['br', (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } })],
  ['gz', (bytes) => promisify(gzip)(bytes, { level: 9 })],
];

const compressFile = async (file) => {
  const bytes = readFileSync(file);
  if (bytes.length < MIN_BYTES) return;
  const writeForm = async ([ending, compress]) => writeFileSync(`${file}.${ending}`, await compress(bytes));
  await Promise.all(forms.map(writeForm));
};

const [folder] = process.argv.slice(2);
const assets = path.join(folder, 'assets');
const names = readdirSync(assets).filter((name) => shrinks.test(name));
await Promise.all(names.map((name) => compressFile(path.join(assets, name))));
