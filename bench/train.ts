import path from 'node:path';
import { readEveryday } from './train/read-everyday.ts';
import { runChoices } from './train/run-choices.ts';
import { runMeaning } from './train/run-meaning.ts';
import { runOffTopic } from './train/run-off-topic.ts';

const businesses = await readEveryday(path.join(import.meta.dirname, 'train/everyday'));
const runs = {
  meaning: runMeaning,
  choices: () => runChoices(businesses),
  'off-topic': () => runOffTopic(businesses),
} as const;

const [wanted] = process.argv.slice(2);
const chosen = Object.entries(runs).filter(([name]) => wanted === undefined || name === wanted);
if (chosen.length === 0)
  throw new Error(`${wanted}: expected one of ${Object.keys(runs).join(', ')}, or nothing for all.`);
for (const [, run] of chosen) await run();
