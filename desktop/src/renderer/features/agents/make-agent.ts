import { agentConfigsIn, agentSettingId } from '@inbetwin/shared/agents/agent-configs.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { agentNameFor } from './agent-name.ts';

/** Makes an agent that answers as the built-in one does, switched off. Works offline; resolves to its name. */
export const makeAgent = async ({ collections: { settings } }: Workspace, title: string): Promise<string> => {
  const present = await settings.find().exec();
  const name = agentNameFor(title, new Set(agentConfigsIn(present).keys()));
  await settings.insert({
    id: agentSettingId(name),
    updatedAt: Date.now(),
    value: { kind: 'agent', name },
    // Half made, it is to answer nobody.
    agent: { title: title.trim().toWellFormed(), enabled: false },
  });
  return name;
};

/** What it was told and set to is gone for the whole team; whoever else answers goes on with its conversations. */
export const removeAgent = async ({ collections: { settings } }: Workspace, name: string): Promise<void> => {
  await settings.findOne(agentSettingId(name)).remove();
};
