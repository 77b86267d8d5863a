import type { Message } from '@inbetwin/shared/entities/message.ts';
import { useSyncExternalStore } from 'react';
import { createListeners } from '../../base/listeners.ts';
import { reportFailure } from '../../base/report-failure.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { settingsOfKind } from '../../workspace/live/settings-of-kind.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';

type Names = ReadonlyMap<string, string>;
type People = { names(): Names; subscribe(listener: () => void): () => void };

const RECENT_MS = 14 * 24 * 3_600_000;
const MOST_MESSAGES = 1_000;

const known = new WeakMap<Workspace, People>();

/** Names of colleagues by user id: of whoever is or was in the team, and of authors of messages. */
export const usePeople = (): Names => {
  const workspace = useWorkspace();
  const people = known.get(workspace) ?? createPeople(workspace);
  known.set(workspace, people);
  return useSyncExternalStore(people.subscribe, people.names);
};

const createPeople = ({ database, collections }: Workspace): People => {
  const { messages } = collections;
  const listeners = createListeners();
  let names: Names = new Map();
  let isAsked = false;

  const know = (id: string, name: string) => {
    if (names.get(id) === name) return;
    names = new Map([...names, [id, name]]);
    listeners.tell();
  };
  const meet = ({ author: { kind, id, name } }: { readonly author: Message['author'] }) => {
    if (kind === 'person' && id !== undefined && name) know(id, name);
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
    // A member's own name counts more than the one on an old message.
    settingsOfKind(collections, 'member').$.subscribe((settings) => {
      for (const { value } of settings) if (value.kind === 'member') know(value.userId, value.name);
    });
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
