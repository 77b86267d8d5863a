import { createInterface } from 'node:readline';
import { openEmbeddedStore } from '../../store/embedded/embedded-store.ts';

// A process of its own: each line `<collection> <id>` writes that document to the store in the folder given, and answers `<id>`.
const [directory = ''] = process.argv.slice(2);
const store = openEmbeddedStore({ directory });

for await (const line of createInterface(process.stdin)) {
  const [name = '', id = ''] = line.split(' ');
  const [result] = await store.collection(name).write([{ id, body: { id } }]);
  if (!result?.ok) throw new Error(`${id} was not written: ${JSON.stringify(result)}`);
  process.stdout.write(`${id}\n`);
}
await store.close();
