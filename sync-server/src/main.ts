import { type Config, readConfig } from './config.ts';
import { explainError } from './explain-error.ts';
import { createLogger } from './http/machinery/logger.ts';
import { answersRequests } from './processes/roles.ts';
import { type RunningServer, startServer } from './server.ts';

/**
 * After this time a hanging shutdown is cut off: what is stored is complete, and unfinished work continues at the next start. Milliseconds.
 */
const STOP_MS = 4500;

const fail = (error: unknown): never => {
  process.stderr.write(`${explainError(error)}\n`);
  process.exit(1);
};

/** Anyone who reads the link can sign in with it, so it belongs on a terminal and not into a log file. */
const showsLink = ({ logLevel, printLink }: Config, { isUnused }: RunningServer): boolean =>
  logLevel !== 'silent' && (printLink ?? (process.stdout.isTTY || isUnused));

const announce = async (server: RunningServer, config: Config): Promise<void> => {
  const { url, publicUrl, chatPage } = server;
  if (!answersRequests(config.role)) {
    process.stdout.write(`inBeTwin is ready: ${url}/health\n`);
    process.send?.({ readyAt: `${url}/health`, hasWorkspace: false }, undefined, undefined, () => undefined);
    return;
  }
  const link = showsLink(config, server) ? await server.createSignInLink() : `${publicUrl}/`;
  process.stdout.write(`inBeTwin is ready: ${link}\n`);
  process.stdout.write(`Customers write at ${chatPage}\n`);
  // A window on this machine need not go through the proxy. If the parent process is gone, `disconnect` reports it.
  process.send?.(
    { readyAt: `${url}/${new URL(link).hash}`, hasWorkspace: true },
    undefined,
    undefined,
    () => undefined,
  );
};

const stopOnSignals = (server: RunningServer, { drainMs }: Config): void => {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), drainMs + STOP_MS).unref();
    await server.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop().catch(fail));
  // `npm start` was killed, so nobody is left to stop this process.
  process.on('disconnect', () => stop().catch(fail));
};

// Files that the server creates are accessible to its user only.
process.umask(0o077);

try {
  const config = readConfig(process.env);
  const server = await startServer(config, createLogger(config.logLevel));
  stopOnSignals(server, config);
  await announce(server, config);
} catch (error) {
  fail(error);
}
