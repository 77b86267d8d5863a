import { agentSettingId } from '@inbetwin/shared/agents/team/agent-configs.ts';
import type { Setting } from '@inbetwin/shared/entities/setting.ts';

export const ANSWERING = 'answering';

/** What the setting of an agent begins with while nobody has set anything. */
export const newAgentSetting = (name: string): Setting => ({
  id: agentSettingId(name),
  updatedAt: 0,
  value: { kind: 'agent', name },
});

/** The same of how the team's answering is set up. */
export const newAnswering: Setting = { id: ANSWERING, updatedAt: 0, value: { kind: 'answering' } };
