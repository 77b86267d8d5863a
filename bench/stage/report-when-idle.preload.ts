// Loaded into a server before its own code (`node --import`): reports to anyone who connects how much memory it uses at
// rest.
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

/** Share of one processor. */
const QUIET_SHARE = 0.1;
const LOOK_MS = 500;
const QUIET_LOOKS = 3;
const MOST_LOOKS = 40;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/**
 * Waits until the process has been almost idle for a while, or 20 s: a process with many streams never becomes
 * completely idle.
 */
const untilIdle = async (): Promise<void> => {
  for (let quiet = 0, looks = 0; quiet < QUIET_LOOKS && looks < MOST_LOOKS; looks++) {
    const before = process.cpuUsage();
    await pause(LOOK_MS);
    const { user, system } = process.cpuUsage(before);
    quiet = (user + system) / 1000 < LOOK_MS * QUIET_SHARE ? quiet + 1 : 0;
  }
};

const report = async (): Promise<string> => {
  await untilIdle();
  collect();
  await pause(LOOK_MS);
  collect();
  return JSON.stringify(process.memoryUsage());
};

const address = process.env.BENCH_REPORT;
if (isMainThread && address) {
  const listener = createServer(async (socket) => socket.end(await report()));
  listener.listen(address).unref();
}
