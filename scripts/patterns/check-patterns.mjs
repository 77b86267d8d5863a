// `npm run check`: no regular expression of the product may be slow on any text (https://makenowjust-labs.github.io/recheck/).
// Patterns that were found safe are written to `safe-patterns.json`, which is committed with them: the search for an attack is cut
// off by time, so its outcome must not depend on how busy the machine is that builds what somebody else has checked.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { root } from '../setup.mjs';
import { allowed, boundedFolders } from './allowed-patterns.mjs';
import { findLiterals, productFiles, recordBuilt } from './find-patterns.mjs';
import { isBounded, judge, simplify } from './verdicts.mjs';

const known = path.join(root, 'scripts', 'patterns', 'safe-patterns.json');
const cache = path.join(root, 'node_modules', '.cache', 'patterns');
const listed = path.join(cache, 'list.json');

const read = (file, none) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : none);
const digestOf = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16);
const keyOf = ({ source, flags }) => digestOf(`${simplify(source)}/${flags.replace(/[gy]/g, '')}`);

/** All patterns, and the places that build one at run time. A source is read again only when it has changed. */
const listPatterns = async () => {
  const files = productFiles();
  const digest = digestOf(files.map((file) => file + readFileSync(path.join(root, file), 'utf8')).join('\0'));
  const cached = read(listed);
  if (cached?.digest === digest) return cached;
  const found = files.map(findLiterals);
  const built = await recordBuilt(files.filter((file) => /^shared\/.*\.ts$/.test(file)));
  const recorded = new Set(built.flatMap(({ places }) => places));
  const list = {
    digest,
    patterns: [
      ...found.flatMap(({ literals }) => literals.map(({ place, ...one }) => ({ ...one, places: [place] }))),
      ...built,
    ],
    late: found.flatMap(({ built: places }) => places).filter((place) => !recorded.has(place)),
  };
  writeFileSync(listed, JSON.stringify(list));
  return list;
};

/** The time limit of the search for an attack, shorter where the input is bounded anyway. */
const SEARCH_MS = 15_000;
const BOUNDED_SEARCH_MS = 3000;

const isAllowed = (place, source) =>
  allowed.some((one) => place.startsWith(`${one.file}:`) && (source ?? '').startsWith(one.source ?? ''));
const isInBounds = ({ places }) =>
  places.some((place) => boundedFolders.some(({ folder }) => place.startsWith(folder)));

mkdirSync(cache, { recursive: true });
const safe = new Set(read(known, []));
const { patterns, late } = await listPatterns();
const open = new Map();
/** A pattern without a verdict is accepted only where its input is bounded. */
const keysOf = (pattern) => [keyOf(pattern), ...(isInBounds(pattern) ? [`${keyOf(pattern)}-bounded`] : [])];
for (const pattern of patterns) {
  if (isBounded(pattern.source) || keysOf(pattern).some((key) => safe.has(key))) continue;
  if (!pattern.places.some((place) => isAllowed(place, pattern.source))) open.set(keyOf(pattern), pattern);
}

const problems = late
  .filter((place) => !isAllowed(place))
  .map((place) => `${place}: the pattern is made while the program runs, so nobody can look at it before.`);
const queue = [...open];
const work = async () => {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [key, pattern] = next;
    const inBounds = isInBounds(pattern);
    const { status, attack } = await judge(pattern, inBounds ? BOUNDED_SEARCH_MS : SEARCH_MS);
    if (status === 'safe') safe.add(key);
    else if (status === 'unknown' && inBounds) safe.add(`${key}-bounded`);
    else {
      const what = attack ? `slow on ${attack}` : 'not seen to be safe in time; make it simpler';
      problems.push(`${pattern.places.join(', ')}: /${pattern.source.slice(0, 200)}/${pattern.flags}\n    ${what}`);
    }
  }
};
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));

const present = [...new Set(patterns.flatMap(keysOf))].filter((key) => safe.has(key)).sort();
const text = `${JSON.stringify(present, null, 2)}\n`;
if (text !== readFileSync(known, 'utf8')) {
  writeFileSync(known, text);
  process.stdout.write('Patterns were looked at: commit scripts/patterns/safe-patterns.json.\n');
}
if (problems.length > 0) {
  process.stdout.write(
    `Patterns that a text can make slow (bounds are named in scripts/patterns/allowed-patterns.mjs):\n`,
  );
  process.stdout.write(`${problems.join('\n')}\n`);
}
process.exit(problems.length > 0 ? 1 : 0);
