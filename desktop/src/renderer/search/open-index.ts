import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { wrap } from 'comlink';
import type { KeptIndex } from './kept-index.ts';

/** An index that can break or be closed. */
export type OpenIndex = {
  readonly index: KeptIndex;
  /** Rejects once the index has become unusable; pending calls then never settle. */
  readonly broken: Promise<never>;
  /** Also ends background work. */
  close(): void;
};

/** Opens a search engine in its own worker, so that it never blocks the page. */
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
