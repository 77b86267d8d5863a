import { parentPort } from 'node:worker_threads';
import { prepareAndPack, transferablesOf } from '@inbetwin/shared/knowledge/packed-import.ts';
import type { ImportInput } from '@inbetwin/shared/knowledge/prepare-import.ts';

parentPort?.on('message', (input: ImportInput) => {
  const outcome = prepareAndPack(input);
  parentPort?.postMessage(outcome, transferablesOf(outcome));
});
