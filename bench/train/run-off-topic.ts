import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LIKELY_OFF_TOPIC, openOffTopic } from '@inbetwin/shared/reading/off-topic-model.ts';
import { mean } from '@inbetwin/shared/search/metrics.ts';
import type { EverydayBusiness } from './read-everyday.ts';
import { readTrades } from './read-trades.ts';
import { type Example, trainOffTopic } from './train-off-topic.ts';

const FOLDER = path.join(import.meta.dirname, 'off-topic');
const TRADES = path.join(import.meta.dirname, 'trades');
const WEIGHTS = path.join(import.meta.dirname, '../../shared/src/reading/off-topic-weights.json');

/** Trains the model of what is off topic, measures it with half of the everyday messages, and writes the one trained with all. */
export const runOffTopic = async (businesses: readonly EverydayBusiness[]): Promise<void> => {
  const linesOf = async (name: string, isOffTopic: boolean, times: number): Promise<readonly Example[]> => {
    const text = await readFile(path.join(FOLDER, name), 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => ({ text: line, isOffTopic, times }));
  };
  const lists = await Promise.all([
    linesOf('advertisements.txt', true, 2),
    linesOf('foreign.txt', true, 2),
    linesOf('near.txt', false, 4),
  ]);
  const trades = await readTrades(TRADES);
  const asked = trades.flatMap(({ statements, open }) => [
    ...statements.flatMap(({ questions }) => questions),
    ...open,
  ]);
  const known = [...lists.flat(), ...asked.map((text) => ({ text, isOffTopic: false, times: 1 }))];
  const [even, odd] = [businesses.filter((_, at) => at % 2 === 0), businesses.filter((_, at) => at % 2 === 1)];
  const chance = openOffTopic(trainOffTopic([...known, ...even.flatMap(examplesOf)]));
  const shareOf = (isDeclined: boolean): number => {
    const messages = odd.flatMap((one) => one.messages).filter((one) => one.isDeclined === isDeclined);
    return mean(messages.map(({ text }) => (chance(text) >= LIKELY_OFF_TOPIC ? 1 : 0)));
  };
  console.table({
    'off topic, recognized (of the other half)': shareOf(true),
    'a matter of the business, taken for off topic': shareOf(false),
  });
  const weights = trainOffTopic([...known, ...businesses.flatMap(examplesOf)]);
  await writeFile(WEIGHTS, `${JSON.stringify(weights)}\n`);
};

const examplesOf = ({ messages }: EverydayBusiness): readonly Example[] =>
  messages.map(({ text, isDeclined }) => ({ text, isOffTopic: isDeclined, times: isDeclined ? 2 : 3 }));
