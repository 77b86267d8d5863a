import { agentSettingId } from '@inbetwin/shared/agents/agent-configs.ts';
import type { AgentConfig } from '@inbetwin/shared/entities/setting.ts';
import type { Workspace } from '../../database/workspace-database.ts';

type Next = (current: AgentConfig) => AgentConfig;

/** Changes what the team has set for an agent; works offline. `next` must be pure: it is tried again on what came meanwhile. */
export const saveAgent = async ({ collections }: Workspace, name: string, next: Next): Promise<void> => {
  const id = agentSettingId(name);
  const stored = await collections.settings.findOne(id).exec();
  const now = Date.now();
  if (!stored) {
    await collections.settings.insert({ id, updatedAt: now, value: { kind: 'agent', name }, agent: next({}) });
    return;
  }
  await stored.incrementalModify((current) => ({
    ...current,
    agent: next(current.agent ?? {}),
    updatedAt: Math.max(current.updatedAt + 1, now),
  }));
};
