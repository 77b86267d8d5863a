import { parentPort } from 'node:worker_threads';
import { createSearchIndex } from '@inbetwin/shared/search/create-search-index.ts';
import type { SearchIndex } from '@inbetwin/shared/search/search-index.ts';
import type { SearchCall, SearchReply } from './search-protocol.ts';

const indexes = new Map<string, SearchIndex>();

const indexOf = (teamId: string): SearchIndex => {
  const known = indexes.get(teamId) ?? createSearchIndex();
  indexes.set(teamId, known);
  return known;
};

const run = async ({ teamId, command }: SearchCall): Promise<unknown> => {
  if (command.method === 'drop') return void indexes.delete(teamId);
  const index = indexOf(teamId);
  switch (command.method) {
    case 'put':
      return index.put(command.passages);
    case 'remove':
      return index.remove(command.passageIds);
    case 'search':
      return index.search(command.query, command.limit);
    case 'answer':
      return index.answer(command.question);
    case 'count':
      return index.count();
  }
};

parentPort?.on('message', (call: SearchCall) => {
  const reply = (answer: SearchReply) => parentPort?.postMessage(answer);
  run(call).then(
    (value) => reply({ id: call.id, ok: true, value }),
    (error: unknown) => reply({ id: call.id, ok: false, message: String(error) }),
  );
});
