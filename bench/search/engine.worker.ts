/// <reference lib="webworker" />
// One engine in a module worker of its own, driven by `chromium-rooms.ts`.
import { createEngineRoom, type Step } from './engine-room.ts';
import type { RoomReply } from './room.ts';

const run = createEngineRoom();

const reply = (answer: RoomReply): void => globalThis.postMessage(answer);

globalThis.addEventListener('message', ({ data }: MessageEvent<Step>) => {
  run(data).then(
    (values) => reply({ values }),
    (error: unknown) => reply({ error: String(error) }),
  );
});
