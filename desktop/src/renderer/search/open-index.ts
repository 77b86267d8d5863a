import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { wrap } from 'comlink';
import type { KeptIndex } from './kept-index.ts';

export type OpenIndex = {
  readonly index: KeptIndex;
  /** Rejects, once, when the index can be used no more; a call under way then never answers. */
  readonly broken: Promise<never>;
  /** Ends the work in the background, too. */
  close(): void;
};

/** The search engine in a worker of its own, so that the page never waits for it. */
export const openWorkerIndex = (): OpenIndex => {
  const worker = new Worker(new URL('./search.worker.ts', import.meta.url), { type: 'module', name: 'search' });
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => reject(searchBroken(event.message)));
    worker.addEventListener('messageerror', () => reject(searchBroken('A message could not be read.')));
  });
  return { index: wrap<KeptIndex>(worker), broken, close: () => worker.terminate() };
};

const searchBroken = (reason: string): Failure =>
  new Failure('store.unavailable', `Search stopped: ${reason}`, 'Reload the workspace.');
