// One engine in its own process, controlled by `node-rooms.ts`; needs --expose-gc.
import { createEngineRoom, type Step } from './engine-room.ts';
import type { RoomReply } from './room.ts';

const run = createEngineRoom();

const measureHeap = async (): Promise<number[]> => {
  await globalThis.gc?.({ execution: 'async' });
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return [heapUsed + arrayBuffers];
};

const reply = (answer: RoomReply): void => {
  process.send?.(answer);
};

process.on('message', (step: Step | 'heap') => {
  (step === 'heap' ? measureHeap() : run(step)).then(
    (values) => reply({ values }),
    (error: unknown) => reply({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
