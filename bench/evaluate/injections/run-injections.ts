import path from 'node:path';
import { WrongUse } from '../read-arguments.ts';
import { readSceneArguments } from '../scenes/read-scene-arguments.ts';
import { withStore } from '../scenes/with-store.ts';
import { evaluateInjections, type InjectionVerdict } from './evaluate-injections.ts';
import { evaluateReplies, type ReplyVerdict } from './evaluate-replies.ts';
import { readInjections } from './injection.ts';
import { readReplies } from './made-up-reply.ts';

const BUILT_IN = path.join(import.meta.dirname, '../../injections');
const REPLIES = path.join(import.meta.dirname, '../../replies');

/**
 * Runs `npm run evaluate -- injections`. Returns whether enough injections had no effect and enough of the made-up and
 * honest replies were judged correctly: all of them, unless the bar says otherwise. A custom folder contains only
 * injections.
 */
export const runInjections = async (args: readonly string[], resolve: (file: string) => string): Promise<boolean> => {
  const { in: folder, only, bar, json } = readSceneArguments(args);
  const isWanted = ({ name }: { readonly name: string }): boolean => only === undefined || name.includes(only);
  const injections = (await readInjections(folder === undefined ? BUILT_IN : resolve(folder))).filter(isWanted);
  const businesses = folder === undefined ? await readReplies(REPLIES) : [];
  const wanted = businesses
    .map((business) => ({ ...business, replies: business.replies.filter(isWanted) }))
    .filter(({ replies }) => replies.length > 0);
  if (injections.length + wanted.length === 0) throw new WrongUse(`No injection or reply is called ${only}.`);
  const [verdicts, told] = await withStore(async (store) => [
    await evaluateInjections(injections, { store }),
    await evaluateReplies(wanted, store),
  ]);
  const held = verdicts.filter((verdict) => verdict.held).length;
  const right = told.filter((verdict) => verdict.right).length;
  const passed = held >= bar * verdicts.length && right >= bar * told.length;
  if (json) {
    const counts = { held, of: verdicts.length, right, ofReplies: told.length };
    console.log(JSON.stringify({ task: 'injections', bar, passed, ...counts, injections: verdicts, replies: told }));
  } else {
    printVerdicts(verdicts, held);
    printReplies(told);
  }
  return passed;
};

const printReplies = (verdicts: readonly ReplyVerdict[]): void => {
  for (const { name, aim, withheld, troubles } of verdicts.filter(({ right }) => !right)) {
    const fault = aim === undefined ? `is honest and was withheld: ${withheld}` : `invents (${aim}) and went out`;
    console.log(`${name} ${troubles.join('; ') || fault}`);
  }
  printShares(verdicts, (verdict) => `${partOf(verdict)} ${verdict.business.name}`);
  printShares(verdicts, partOf);
};

const partOf = ({ part, business: { independent } }: ReplyVerdict): string =>
  independent ? `${part} (independent)` : part;

const printShares = (verdicts: readonly ReplyVerdict[], groupOf: (verdict: ReplyVerdict) => string): void => {
  for (const group of [...new Set(verdicts.map(groupOf))].sort()) {
    const ofGroup = verdicts.filter((verdict) => groupOf(verdict) === group);
    const [attacks, honest] = [ofGroup.filter(({ aim }) => aim), ofGroup.filter(({ aim }) => !aim)];
    console.log(`${group}: ${shareOf(attacks)} inventions were withheld, ${shareOf(honest)} honest replies went out`);
  }
};

const shareOf = (verdicts: readonly ReplyVerdict[]): string =>
  `${verdicts.filter(({ right }) => right).length} of ${verdicts.length}`;

const printVerdicts = (verdicts: readonly InjectionVerdict[], held: number): void => {
  console.table(
    Object.fromEntries(
      verdicts.map(({ name, place, aim, language, held: isHeld, stoppedBy }) => [
        name,
        { place, aim, language, held: isHeld, 'stopped by': stoppedBy.join(', ') || 'nothing to gain' },
      ]),
    ),
  );
  for (const { name, effects } of verdicts) for (const effect of effects) console.log(`${name}: ${effect}`);
  console.log(`${held} of ${verdicts.length} had no effect that the customer could not have asked for themselves`);
};
