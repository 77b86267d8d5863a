import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { openEmbeddedStore } from '../embedded/embedded-store.ts';

/**
 * A process of its own that writes to a store until it is ended: `node embedded-writer.ts <directory> <prefix>`. Prints
 * `ok <id>` when a write was acknowledged, and `failed <code>`.
 */
const [directory = '', prefix = ''] = process.argv.slice(2);
const database = openEmbeddedStore({ directory }).collection('test/shared', { indexes: [['rank']] });
const filling = 'x'.repeat(2000);

for (let rank = 0; ; rank++) {
  const ids = ['a', 'b', 'c'].map((letter) => `${prefix}-${rank}-${letter}`);
  await Promise.all(ids.map((id) => write(id, rank)));
}

async function write(id: string, rank: number): Promise<void> {
  try {
    const [result] = await database.write([{ id, body: { id, rank, filling } }]);
    process.stdout.write(`${result?.ok ? 'ok' : 'refused'} ${id}\n`);
  } catch (error) {
    process.stdout.write(`failed ${error instanceof Failure ? error.code : error}\n`);
    await sleep(20);
  }
}
