import { setTimeout as pause } from 'node:timers/promises';
import { quantile } from '@inbetwin/shared/search/metrics.ts';
import type { Measurement, Stage } from '../bench-area.ts';
import { createCorpus } from '../search/corpus.ts';
import { ask, type Loaded } from './ask.ts';

/** Slightly less than the maximum size of a file. */
const PROSE_BYTES = 4_990_000;
const PAIRS = 100_000;
const EVERY_MS = 50;

/**
 * Measures how long a health check waits while a team imports 5 MB of prose, and then 100,000 questions with answers.
 */
export const healthWhileImporting = async function* (stage: Stage, loaded: Loaded): AsyncIterable<Measurement> {
  const watch = watchHealth(loaded);
  stage.cleanUp(watch.stop);
  stage.progress(`importing 5 MB of prose`);
  await importFile(loaded, { name: 'prose.txt', type: 'text/plain', text: makeProse() });
  stage.progress(`importing ${PAIRS} pairs`);
  await importFile(loaded, { name: 'pairs.csv', type: 'text/csv', text: makePairs() });
  const times = await watch.stop();
  yield { name: 'health-p95', unit: 'ms', value: quantile(times, 0.95) };
  yield { name: 'health-longest', unit: 'ms', value: Math.max(...times) };
};

type TextFile = { readonly name: string; readonly type: string; readonly text: string };

const importFile = async (loaded: Loaded, { name, type, text }: TextFile): Promise<void> => {
  const body = new FormData();
  body.set('file', new Blob([text], { type }), name);
  await ask(loaded, '/api/v1/rag/sources', { method: 'POST', body });
};

/**
 * Sends requests at a fixed rate until it is stopped. `stop` resolves with the time of each response since the request
 * was due.
 */
const watchHealth = ({ server }: Loaded) => {
  const answers: Promise<number>[] = [];
  let stopped = false;
  const probe = async (due: number): Promise<number> => {
    await (await fetch(`${server.url}/health`)).text();
    return performance.now() - due;
  };
  const watching = (async () => {
    for (let due = performance.now(); !stopped; due += EVERY_MS) {
      await pause(Math.max(0, due - performance.now()));
      answers.push(probe(due));
    }
  })();
  return {
    stop: async (): Promise<readonly number[]> => {
      stopped = true;
      await watching;
      return Promise.all(answers);
    },
  };
};

const makeProse = (): string => {
  const corpus = createCorpus(3);
  const paragraphs: string[] = [];
  for (let bytes = 0; ; ) {
    const [{ text = '' } = {}] = corpus.passages(1);
    bytes += Buffer.byteLength(text) + 2;
    if (bytes > PROSE_BYTES) return paragraphs.join('\n\n');
    paragraphs.push(text);
  }
};

/** Short pairs, so that all of them fit into a file. */
const makePairs = (): string => {
  const rows = Array.from({ length: PAIRS }, (_, at) => `Price of item ${at}?;${at} a day.`);
  return ['question;answer', ...rows].join('\n');
};
