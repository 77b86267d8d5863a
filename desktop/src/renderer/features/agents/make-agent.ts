import { agentConfigsIn } from '@inbetwin/shared/agents/team/agent-configs.ts';
import { newSetting, type Setting } from '@inbetwin/shared/entities/setting.ts';
import type { Workspace } from '../../database/workspace-database.ts';
import { readSettings } from '../../workspace/live/settings-of-kind.ts';
import { agentNameFor } from './agent-name.ts';

/** Creates an agent with the settings of the built-in one, switched off. Works offline; resolves to its name. */
export const makeAgent = async (workspace: Workspace, title: string): Promise<string> => {
  const present = await readSettings(workspace, 'agent');
  const name = agentNameFor(title, new Set(agentConfigsIn(present).keys()));
  // It must not answer anybody until it is set up.
  const agent = { title: title.trim().toWellFormed(), enabled: false };
  await workspace.documents.settings.edit({
    shown: newSetting({ kind: 'agent', name }),
    isNew: true,
    next: (setting) => ({ ...setting, agent }),
  });
  return name;
};

/** Deletes an agent with its settings for the whole team; other agents take over its conversations. */
export const removeAgent = (workspace: Workspace, shown: Setting): Promise<void> =>
  workspace.documents.settings.remove(shown);
