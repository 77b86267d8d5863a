import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./embedded-writer.ts', import.meta.url));

/** Starts `embedded-writer.ts`; `launcher` is a command that runs the one behind it, under some limit. */
export const startWriter = (directory: string, prefix: string, launcher: readonly string[] = []) => {
  const [program = '', ...args] = [...launcher, process.execPath, script, directory, prefix];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const lines = (word: string): readonly string[] =>
    [...printed.matchAll(/^(\S+) (\S+)\n/gm)].flatMap(([, first, rest = '']) => (first === word ? [rest] : []));
  return {
    pid: child.pid ?? 0,
    /** Ids whose write was acknowledged. */
    acknowledged: () => lines('ok'),
    refused: () => lines('refused'),
    failures: () => lines('failed'),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
};
