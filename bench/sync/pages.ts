import { quantile } from '@inbetwin/shared/search/metrics.ts';
import type { Page } from '@playwright/test';
import type { Measurement, Stage } from '../bench-area.ts';
import { MESSAGES_EACH } from '../stage/sample-documents.ts';
import { type DeviceParts, openNewDevice } from './new-device.ts';
import type { Filled } from './page/fill-database.ts';
import type { PageTimes } from './page/time-pages.ts';

const LEADS = 100_000;
const ROUNDS = 60;
const ROUNDS_LIMIT_MS = 60_000;
/** The number of documents between two progress messages. */
const STEP = 100_000;

const contents: readonly { readonly name: Filled; readonly count: number }[] = [
  { name: 'leads', count: LEADS },
  { name: 'contacts', count: LEADS },
  { name: 'conversations', count: LEADS },
  { name: 'messages', count: LEADS * MESSAGES_EACH },
];

/**
 * Measures a page of the inbox or of the leads' table, from the query to plain documents, with the screens' own
 * queries, on a device with 100,000 leads and a million messages: the slowest kind of page by its 95th percentile.
 * Orders and filters of the table that no index supports are a separate number, because the first of them scans all
 * leads.
 */
export const pages = async function* (stage: Stage, device: DeviceParts): AsyncIterable<Measurement> {
  const { page, close } = await openNewDevice(stage, device);
  await fill(stage, page);
  stage.progress('page-100k: reading pages');
  const found: PageTimes = await page.evaluate(([rounds, limit]) => window.syncBench.timePages(rounds, limit), [
    ROUNDS,
    ROUNDS_LIMIT_MS,
  ] as const);
  const lookup = await page.evaluate((leads) => window.syncBench.timeLookup(leads), LEADS);
  await close();

  const kinds = Object.entries(found).map(([name, { times, found: documents }]) => {
    const median = quantile(times, 0.5);
    const p95 = quantile(times, 0.95);
    return { name, p95, said: `${name}: median ${ms(median)}, p95 ${ms(p95)} of ${times.length} (${documents} found)` };
  });
  const slowestFirst = kinds.toSorted((a, b) => b.p95 - a.p95);
  for (const { said } of slowestFirst) stage.progress(`page-100k: ${said}`);
  yield { name: 'page-100k', unit: 'ms', value: slowestFirst[0]?.p95 ?? Number.NaN };

  const later = Object.entries(lookup.later).map(([name, time]) => `by ${name} ${ms(time)}`);
  stage.progress(`lead-lookup-100k: looked through once, the table answers ${later.join(', ')}`);
  yield { name: 'lead-lookup-100k', unit: 'ms', value: lookup.first };
};

const ms = (time: number): string => `${time.toFixed(1)} ms`;

const fill = async (stage: Stage, page: Page): Promise<void> => {
  const began = performance.now();
  for (const { name, count } of contents) {
    for (let from = 0; from < count; from += STEP) {
      const part = { name, from, to: Math.min(from + STEP, count) };
      await page.evaluate((documents) => window.syncBench.fillDatabase(documents), part);
      const seconds = Math.round((performance.now() - began) / 1000);
      stage.progress(`page-100k: ${part.to.toLocaleString('en-GB')} ${name} after ${seconds} s`);
    }
  }
};
