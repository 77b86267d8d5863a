import type { Message } from '@inbetwin/shared/entities/message.ts';
import { useSyncExternalStore } from 'react';
import { createListeners } from '../../base/listeners.ts';
import { reportFailure } from '../../base/report-failure.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';

type Names = ReadonlyMap<string, string>;
type People = { names(): Names; subscribe(listener: () => void): () => void };

const RECENT_MS = 14 * 24 * 3_600_000;
const MOST_MESSAGES = 1_000;

const known = new WeakMap<Workspace, People>();

/** Names of colleagues by user id, as far as this device has seen them as authors of messages or assignees. */
export const usePeople = (): Names => {
  const workspace = useWorkspace();
  const people = known.get(workspace) ?? createPeople(workspace);
  known.set(workspace, people);
  return useSyncExternalStore(people.subscribe, people.names);
};

const createPeople = ({ database, collections: { messages } }: Workspace): People => {
  const listeners = createListeners();
  let names: Names = new Map();
  let isAsked = false;

  const meet = ({ author }: { readonly author: Message['author'] }) => {
    const { kind, id, name } = author;
    if (kind !== 'person' || id === undefined || !name || names.get(id) === name) return;
    names = new Map([...names, [id, name]]);
    listeners.tell();
  };
  const start = async (): Promise<void> => {
    messages.$.subscribe(({ documentData }) => meet(documentData));
    const recent = await messages
      .find({
        selector: { createdAt: { $gte: Date.now() - RECENT_MS }, direction: 'outbound' },
        sort: [{ createdAt: 'asc' }],
        limit: MOST_MESSAGES,
      })
      .exec();
    for (const message of recent) meet(message);
  };

  return {
    names: () => names,
    subscribe: (listener) => {
      const leave = listeners.subscribe(listener);
      if (!isAsked) {
        isAsked = true;
        start().catch((error: unknown) => {
          if (!database.closed) reportFailure(error);
        });
      }
      return leave;
    },
  };
};
