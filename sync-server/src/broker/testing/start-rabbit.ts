import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

const script = process.env.RABBITMQ_SERVER ?? '/usr/lib/rabbitmq/bin/rabbitmq-server';

export type Rabbit = {
  readonly url: string;
  /** Resolves when it accepts connections again, with everything that it had stored. */
  start(): Promise<void>;
  /** Ends it without notice. */
  kill(): Promise<void>;
};

/** Starts a real RabbitMQ with its own folder, ports and name server; all of it ends with the test. */
export const startRabbit = async (): Promise<Rabbit> => {
  if (!existsSync(script)) throw new Error(`There is no RabbitMQ at ${script}: \`npm run test:all\` installs it.`);
  const folder = await mkdtemp(path.join(tmpdir(), 'inbetwin-rabbit-'));
  const [port, distributionPort, namesPort] = await Promise.all([freePort(), freePort(), freePort()]);
  await writeFile(path.join(folder, 'environment.conf'), '');
  const environment = {
    ...{ PATH: process.env.PATH, HOME: folder, ERL_EPMD_PORT: String(namesPort), ERL_EPMD_ADDRESS: '127.0.0.1' },
    ...{ RABBITMQ_NODENAME: `test-${port}@localhost`, RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1' },
    ...{ RABBITMQ_NODE_PORT: String(port), RABBITMQ_DIST_PORT: String(distributionPort) },
    ...{ RABBITMQ_MNESIA_BASE: path.join(folder, 'data'), RABBITMQ_LOG_BASE: path.join(folder, 'log') },
    ...{ RABBITMQ_ENABLED_PLUGINS_FILE: path.join(folder, 'plugins'), RABBITMQ_LOGS: '-' },
    RABBITMQ_CONFIG_FILE: path.join(folder, 'none'),
    RABBITMQ_CONF_ENV_FILE: path.join(folder, 'environment.conf'),
  };
  let child: ChildProcess | undefined;

  const kill = async (): Promise<void> => {
    const { pid } = child ?? {};
    if (!child || pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    // The script and the virtual machine that it starts are one process group.
    process.kill(-pid, 'SIGKILL');
    await exited;
  };

  const start = async (): Promise<void> => {
    child = spawn(script, [], { env: environment, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    await untilStarted(child);
  };

  onTestFinished(async () => {
    await kill();
    spawnSync('epmd', ['-port', String(namesPort), '-kill'], { env: environment });
    await rm(folder, { recursive: true, force: true, maxRetries: 20 });
  });
  await start();
  return { url: `amqp://guest:guest@127.0.0.1:${port}`, start, kill };
};

const untilStarted = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        printed = `${printed}${chunk}`.slice(-20_000);
        if (printed.includes('Server startup complete')) resolve();
      });
    }
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`RabbitMQ ended with ${code} before it was ready:\n${printed}`)));
  });

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  return address.port;
};
