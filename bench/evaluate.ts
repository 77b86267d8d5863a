// `npm run evaluate -- <task> [options]` measures the quality of answers: compared with other engines (`search`), in
// declining what cannot be answered (`declining`), in scripted dialogues (`dialogues`), to the customers of invented
// businesses (`answers`, `facts`), and against a model that obeys whatever is injected (`injections`).
import path from 'node:path';
import { runAnswers, runFacts } from './evaluate/answering/run-answers.ts';
import { runDeclining } from './evaluate/declining/run-declining.ts';
import { runDialogues } from './evaluate/dialogues/run-dialogues.ts';
import { runInjections } from './evaluate/injections/run-injections.ts';
import { usage, WrongUse } from './evaluate/read-arguments.ts';
import { runSearch } from './evaluate/run-search.ts';
import { WrongSet } from './evaluate/set-files.ts';

// npm runs commands in the project's folder; this variable has the folder where it was called.
const resolve = (file: string): string => path.resolve(process.env.INIT_CWD ?? '.', file);

const main = (args: readonly string[]): Promise<boolean> => {
  const [task, ...options] = args;
  if (task === 'answers') return runAnswers(options, resolve);
  if (task === 'facts') return runFacts(options, resolve);
  if (task === 'declining') return runDeclining(options, resolve);
  if (task === 'dialogues') return runDialogues(options, resolve);
  if (task === 'injections') return runInjections(options, resolve);
  return runSearch(args, resolve);
};

try {
  if (!(await main(process.argv.slice(2)))) process.exitCode = 1;
} catch (error) {
  if (error instanceof WrongSet) console.error(error.message);
  else if (error instanceof WrongUse) console.error(`${error.message} ${usage}`);
  else throw error;
  process.exitCode = 1;
}
