import { prepareAndPack, transferablesOf } from '@inbetwin/shared/knowledge/packed-import.ts';
import type { ImportInput } from '@inbetwin/shared/knowledge/prepare-import.ts';

self.addEventListener('message', ({ data }: MessageEvent<ImportInput>) => {
  const outcome = prepareAndPack(data);
  self.postMessage(outcome, { transfer: transferablesOf(outcome) });
});
