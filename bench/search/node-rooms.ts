import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Stage } from '../bench-area.ts';
import type { Step } from './engine-room.ts';
import type { OpenRoom, RoomReply } from './room.ts';

const entry = new URL('./engine.process.ts', import.meta.url);

/** Opens rooms in separate processes, so that one engine's objects are never counted with another's. */
export const nodeRooms =
  (stage: Stage): OpenRoom =>
  async () => {
    const child = fork(entry, { execArgv: ['--expose-gc'] });
    stage.cleanUp(() => child.kill());
    const call = (step: Step | 'heap'): Promise<readonly number[]> =>
      new Promise((resolve, reject) => {
        const ended = (code: number | null) => reject(new Error(`The engine's process ended (${code}).`));
        child.once('exit', ended);
        child.once('message', (reply: RoomReply) => {
          child.off('exit', ended);
          if ('values' in reply) resolve(reply.values);
          else reject(new Error(reply.error));
        });
        child.send(step);
      });
    return {
      run: call,
      heap: async () => (await call('heap'))[0] ?? Number.NaN,
      close: async () => {
        const ended = once(child, 'exit');
        child.disconnect();
        await ended;
      },
    };
  };
