import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('./worker.process.ts', import.meta.url));

export type Worker = {
  isAlive(): boolean;
  /** At once: nothing in it is told. */
  kill(): void;
  /** Resolves when the process is gone. */
  readonly gone: Promise<unknown>;
  /** What it complained about. */
  complaints(): string;
};

/** A process of its own that does what is to be done for the team; resolves when it says that it has begun. */
export const startWorker = async (environment: Readonly<Record<string, string>>): Promise<Worker> => {
  const child = spawn(process.execPath, [entry], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk;
  });
  const gone = once(child, 'exit');
  const ready = once(child.stdout ?? child, 'data').then(() => 'ready' as const);
  if ((await Promise.race([ready, gone])) !== 'ready') throw new Error(`The worker ended before it began:\n${printed}`);
  return {
    isAlive: () => child.exitCode === null && child.signalCode === null,
    kill: () => {
      child.kill('SIGKILL');
    },
    gone,
    complaints: () => printed,
  };
};
