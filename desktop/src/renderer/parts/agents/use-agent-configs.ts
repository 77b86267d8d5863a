import { type AgentConfigs, agentConfigsIn } from '@inbetwin/shared/agents/team/agent-configs.ts';
import { useSyncExternalStore } from 'react';
import { createListeners } from '../../base/listeners.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { settingsOfKind } from '../../workspace/live/settings-of-kind.ts';
import { useWorkspace } from '../../workspace/live/use-live.ts';

type Store = { configs(): AgentConfigs | undefined; subscribe(listener: () => void): () => void };

const stores = new WeakMap<Workspace, Store>();

/** The team's agent configurations by agent name, live; undefined until they are read. Agents with default settings are absent. */
export const useAgentConfigs = (): AgentConfigs | undefined => {
  const workspace = useWorkspace();
  const store = stores.get(workspace) ?? createStore(workspace);
  stores.set(workspace, store);
  return useSyncExternalStore(store.subscribe, store.configs);
};

/** One query shared by all users of the hook, because every step of a long trace names its agent. */
const createStore = ({ collections }: Workspace): Store => {
  const listeners = createListeners();
  let heardBy = 0;
  let configs: AgentConfigs | undefined;
  let reading: { unsubscribe(): void } | undefined;

  const read = () =>
    settingsOfKind(collections, 'agent').$.subscribe((found) => {
      configs = agentConfigsIn(found.map((setting) => setting.toMutableJSON()));
      listeners.tell();
    });
  return {
    configs: () => configs,
    subscribe: (listener) => {
      const leave = listeners.subscribe(listener);
      heardBy += 1;
      reading ??= read();
      return () => {
        leave();
        heardBy -= 1;
        if (heardBy > 0) return;
        reading?.unsubscribe();
        reading = undefined;
      };
    },
  };
};
