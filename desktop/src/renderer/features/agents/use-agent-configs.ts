import type { AgentConfigs } from '@inbetwin/shared/agents/team-agents.ts';
import type { Setting } from '@inbetwin/shared/entities/setting.ts';
import { useSyncExternalStore } from 'react';
import { useWorkspace } from '../../database/use-live.ts';
import type { Workspace } from '../../database/workspace-database.ts';

type Store = { configs(): AgentConfigs | undefined; subscribe(listener: () => void): () => void };

const stores = new WeakMap<Workspace, Store>();

/** How the team has set its agents, live, by their names; undefined until it is read. Those that nobody set are not there. */
export const useAgentConfigs = (): AgentConfigs | undefined => {
  const workspace = useWorkspace();
  const store = stores.get(workspace) ?? createStore(workspace);
  stores.set(workspace, store);
  return useSyncExternalStore(store.subscribe, store.configs);
};

/** One query for all who ask: every step of a long trace names its agent. */
const createStore = ({ collections: { settings } }: Workspace): Store => {
  const listeners = new Set<() => void>();
  let configs: AgentConfigs | undefined;
  let reading: { unsubscribe(): void } | undefined;

  const read = () =>
    settings.find().$.subscribe((found) => {
      configs = configsOf(found.map((setting) => setting.toMutableJSON()));
      for (const listener of listeners) listener();
    });
  return {
    configs: () => configs,
    subscribe: (listener) => {
      listeners.add(listener);
      reading ??= read();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        reading?.unsubscribe();
        reading = undefined;
      };
    },
  };
};

const configsOf = (settings: readonly Pick<Setting, 'value' | 'agent'>[]): AgentConfigs =>
  new Map(settings.flatMap(({ value, agent = {} }) => (value.kind === 'agent' ? [[value.name, agent] as const] : [])));
