import type { Device } from './device.ts';
import type { Journal } from './journal.ts';
import type { ProofServer } from './proof-server.ts';
import type { createServerActs } from './server-acts.ts';
import type { WorldTime } from './virtual-time.ts';

/** Everything that takes part in a story. */
export type World = {
  readonly time: WorldTime;
  readonly server: ProofServer;
  readonly devices: readonly Device[];
  readonly journal: Journal;
  readonly serverActs: ReturnType<typeof createServerActs>;
};

/** Throws if a device sends endlessly. */
export const requireRest = (devices: readonly Device[]): void => {
  for (const { name, line, program, isFrozen } of devices) {
    if (isFrozen()) throw new Error(`Frozen: ${name} goes through its documents again and again.`);
    const round = line.restless();
    if (round !== undefined)
      throw new Error(
        `Restless: ${name}, ${JSON.stringify(program()?.replication.state())}, pushes again and again: ${round}`,
      );
  }
};
