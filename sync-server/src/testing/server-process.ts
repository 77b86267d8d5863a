import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text as readText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../main.ts', import.meta.url));
const adminEntry = fileURLToPath(new URL('../admin.ts', import.meta.url));

export type ServerProcess = {
  readonly url: string;
  readonly pid: number;
  /** The one-time sign-in link that the server printed, or its address if it prints none. */
  readonly link: string;
  /** Its output so far. */
  output(): string;
  isAlive(): boolean;
  /** Stops it as an operator would; resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Ends it as if its parent process had been killed; resolves with the exit code. */
  abandon(): Promise<number | null>;
};

type Environment = Readonly<Record<string, string>>;

/** Settings of every server that a test starts. Agents answer at once instead of waiting for further messages of the customer. */
const defaults: Environment = { HOST: '127.0.0.1', PORT: '0', PRINT_LINK: 'true', AGENT_QUIET_MS: '0' };

/**
 * Starts the real server in a separate process and waits for its ready line; `launcher` is a command that wraps the
 * server's, for example to set a limit. Rejects with the output if it exits before.
 */
export const startServer = async (
  environment: Environment,
  launcher: readonly string[] = [],
): Promise<ServerProcess> => {
  const child = spawnServer(environment, launcher);
  let printed = '';
  for (const stream of outputsOf(child)) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
    });
  }
  const [link, url] = await Promise.all([readyLink(child, () => printed), readyUrl(child)]);
  return {
    url,
    pid: child.pid ?? 0,
    link,
    output: () => printed,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    stop: (signal = 'SIGTERM') => endAfter(child, () => child.kill(signal)),
    abandon: () => endAfter(child, () => child.disconnect()),
  };
};

const endAfter = async (child: ChildProcess, end: () => unknown): Promise<number | null> => {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  end();
  await exited;
  return child.exitCode;
};

type Outcome = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Runs a server that cannot start; resolves when it has exited. */
export const runServer = (environment: Environment, launcher: readonly string[] = []): Promise<Outcome> =>
  untilEnded(spawnServer(environment, launcher));

/** Runs `npm run admin` beside the server; resolves when it has exited. */
export const runAdmin = (environment: Environment, ...args: readonly string[]): Promise<Outcome> =>
  untilEnded(spawn(process.execPath, [adminEntry, ...args], { env: { PATH: process.env.PATH, ...environment } }));

const untilEnded = async (child: ChildProcess): Promise<Outcome> => {
  const closed = once(child, 'close');
  const [stdout = '', stderr = ''] = await Promise.all(outputsOf(child).map((stream) => readText(stream)));
  await closed;
  return { code: child.exitCode, stdout, stderr };
};

const outputsOf = ({ stdout, stderr }: ChildProcess) => {
  if (!stdout || !stderr) throw new Error('The server was started without pipes.');
  return [stdout, stderr] as const;
};

const spawnServer = (environment: Environment, launcher: readonly string[]): ChildProcess => {
  const [program = '', ...args] = [...launcher, process.execPath, entry];
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  return spawn(program, args, {
    env: { PATH, NODE_COMPILE_CACHE, ...defaults, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
};

/** Its address on this machine, whatever its public address is. */
const readyUrl = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('message', (message: { readonly readyAt: string }) => resolve(new URL(message.readyAt).origin));
  });

const readyLink = (child: ChildProcess, output: () => string): Promise<string> =>
  new Promise((resolve, reject) => {
    const look = () => {
      const link = /inBeTwin is ready: (\S+)\n/.exec(output())?.[1];
      if (link) resolve(link);
    };
    child.stdout?.on('data', look);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code} before it was ready:\n${output()}`)));
  });
