import type { Agent } from '@inbetwin/shared/agents/agent.ts';
import { agents } from '@inbetwin/shared/agents/registry.ts';
import { isOfTeam } from '@inbetwin/shared/agents/team/agent-configs.ts';
import { newSetting, type Setting } from '@inbetwin/shared/entities/setting.ts';
import type { AgentConfig } from '@inbetwin/shared/entities/setting-kinds/agent.ts';
import { agentSettingId } from '@inbetwin/shared/entities/setting-kinds/agent.ts';
import type { Edit } from '@inbetwin/shared/ports/collection.ts';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../../base/report-failure.ts';
import { useAgentWords } from '../../../parts/agents/use-agent-words.ts';
import { useForm } from '../../../parts/forms/use-form.ts';
import { useWorkspace } from '../../../workspace/live/use-live.ts';
import { type AgentFields, fieldsOf, problemsOf, withChanges } from './agent-form.ts';

export type EditorProps = {
  /** The agent's built-in settings. */
  readonly agent: Agent;
  readonly config: AgentConfig;
  /** Null until somebody has changed the agent. */
  readonly setting: Setting | null;
};

/** The form of an agent's settings. */
export type AgentEditing = ReturnType<typeof useAgentForm>;

/** The form of an agent's settings, which saves itself and returns a built-in agent to its origin. */
export const useAgentForm = ({ agent, config, setting }: EditorProps) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const { agentName } = useAgentWords();
  const name = agentName(agent.name);
  const form = useForm<Setting, AgentFields>(
    setting ?? newSetting({ kind: 'agent', name: agent.name }),
    {
      read: (shown) => fieldsOf(agent, shown.agent ?? {}),
      write: (shown, changed) => ({ ...shown, agent: withChanges(agent, shown.agent ?? {}, changed) }),
    },
    { collection: 'settings', id: agentSettingId(agent.name) },
  );
  const write = (first: Edit<Setting>, ...others: readonly Edit<Setting>[]): Promise<Setting> =>
    workspace.documents.settings.edit({ ...first, isNew: setting === null }, ...others);
  return {
    form,
    isSound: problemsOf(form.fields).size === 0,
    /** Whether the team created the agent. */
    isOwn: isOfTeam(agent.name, config, agents),
    save: (): void => {
      form
        .save(write)
        .then(() => toast(t('agents.form.saved', { name })))
        .catch(reportFailure);
    },
    resetToBuiltIn: (shown: Setting): void => {
      workspace.documents.settings
        .edit({ shown, next: (stored) => ({ ...stored, agent: {} }) })
        .then(() => toast(t('agents.form.resetDone', { name })))
        .catch(reportFailure);
    },
  };
};
