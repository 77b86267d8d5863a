// Decides whether a regular expression takes more than linear time on some text.
import { Worker } from 'node:worker_threads';
import { check } from 'recheck';

/** An attack counts only if it works: a text of this length must cost the engine this much processor time. */
const ATTACK_LENGTH = 32_000;
const ATTACK_MS = 1000;

const letters = {
  L: 'a-zA-Zа-яА-ЯёЁ',
  Lu: 'A-ZА-ЯЁ',
  Ll: 'a-zа-яё',
  N: '0-9',
  M: '\\u0300-\\u036f',
  S: '₽$€',
  P: '.,',
};
const scripts = { Latin: 'a-zA-Z', Cyrillic: 'а-яА-ЯёЁ' };

/** Two alphabets stand for all letters: thousands of ranges would teach the checker nothing more and cost it minutes. */
export const simplify = (source) =>
  source.replace(/\[(?:\\.|[^\]\\])*\]|\\[pP]\{[^}]+\}/gu, (part) => {
    const ranges = part.replace(
      /\\[pP]\{(?:Script=)?(\w+)\}/gu,
      (whole, name) => letters[name] ?? scripts[name] ?? whole,
    );
    if (part.startsWith('[')) return ranges;
    return part.startsWith('\\P') ? `[^${ranges}]` : `[${ranges}]`;
  });

/** Without unbounded repetition, each position of a text costs a bounded number of steps. */
export const isBounded = (source) => !/[*+]|\{\d+,\}/.test(source.replace(/\\.|\[(?:\\.|[^\]\\])*\]/g, 'x'));

/** `safe`, `vulnerable` with a description of the attack, or `unknown` if `searchMs` milliseconds did not suffice. */
export const judge = async ({ source, flags }, searchMs) => {
  const options = { timeout: searchMs };
  const { status, attack, complexity } = await check(simplify(source), flags.replace(/[gy]/g, ''), options);
  if (status !== 'vulnerable') return { status };
  const isReal = await works({ source, flags, text: textOf(attack.pumps, attack.suffix) });
  return isReal ? { status, attack: `${complexity.summary}: ${attack.pattern}` } : { status: 'safe' };
};

const textOf = (pumps, suffix) => {
  const fixed = pumps.reduce((length, { prefix }) => length + prefix.length, suffix.length);
  const pumped = pumps.reduce((length, { pump }) => length + pump.length, 0);
  const times = Math.max(1, Math.floor((ATTACK_LENGTH - fixed) / pumped));
  return pumps.map(({ prefix, pump }) => prefix + pump.repeat(times)).join('') + suffix;
};

const attacker = `
  const { parentPort, workerData: { source, flags, text } } = require('node:worker_threads');
  const pattern = new RegExp(source, flags.replace('y', '') + (flags.includes('g') ? '' : 'g'));
  const before = process.threadCpuUsage().user;
  text.replace(pattern, '');
  parentPort.postMessage((process.threadCpuUsage().user - before) / 1000);
`;

const works = async (workerData) => {
  const worker = new Worker(attacker, { eval: true, workerData });
  const { promise, resolve } = Promise.withResolvers();
  worker.once('message', resolve);
  const timer = setTimeout(() => resolve(Number.POSITIVE_INFINITY), 10 * ATTACK_MS);
  const took = await promise;
  clearTimeout(timer);
  await worker.terminate();
  return took > ATTACK_MS;
};
