import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('./worker.process.ts', import.meta.url));

export type Worker = {
  isAlive(): boolean;
  /** Kills it immediately, without notice. */
  kill(): void;
  /** Resolves when the process has exited. */
  readonly gone: Promise<unknown>;
  /** Its error output. */
  complaints(): string;
};

/** Starts a separate process that does the team's work; resolves when it reports that it has begun. */
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
