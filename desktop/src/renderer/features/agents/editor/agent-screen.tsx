import { agents } from '@inbetwin/shared/agents/registry.ts';
import { isOfTeam } from '@inbetwin/shared/agents/team/agent-configs.ts';
import { baseOf } from '@inbetwin/shared/agents/team/team-agents.ts';
import { mayAdminister } from '@inbetwin/shared/contracts/rights.ts';
import { agentSettingId } from '@inbetwin/shared/entities/setting-kinds/agent.ts';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useAgentWords } from '../../../parts/agents/use-agent-words.ts';
import { RecordConflicts } from '../../../parts/conflicts/record-conflicts.tsx';
import { ChangedMeanwhile } from '../../../parts/forms/changed-meanwhile.tsx';
import { UnsavedNote } from '../../../parts/forms/unsaved-note.tsx';
import { useSession } from '../../../session/session.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/layout/empty-state.tsx';
import { Screen } from '../../../ui/layout/screen.tsx';
import { Scroller } from '../../../ui/layout/scroller.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useDocument } from '../../../workspace/live/use-documents.ts';
import { TestConsole } from '../console/test-console.tsx';
import { AgentFields } from './agent-fields.tsx';
import { agentPaths, withChanges } from './agent-form.ts';
import { EditorHeader } from './editor-header.tsx';
import { type EditorProps, useAgentForm } from './use-agent-form.ts';

const TEST = 'agent-test';

export const AgentScreen = () => {
  const { t } = useTranslation();
  const { agentName } = useParams({ from: '/agents/$agentName' });
  const setting = useDocument('settings', agentSettingId(agentName));
  if (setting === undefined) return <div className="h-full bg-surface" />;
  const config = setting?.agent ?? {};
  if (!Object.hasOwn(agents, agentName) && !isOfTeam(agentName, config, agents)) {
    return (
      <Screen title={t('agents.title')}>
        <EmptyState icon={SearchX} text={t('agents.missing')}>
          <Link to="/agents" className={buttonClass('primary')}>
            {t('agents.title')}
          </Link>
        </EmptyState>
      </Screen>
    );
  }
  return <Editor key={agentName} agent={baseOf(agentName, agents)} config={config} setting={setting} />;
};

/** An agent's form with its unsaved changes, and the console to test them in. */
const Editor = (props: EditorProps) => {
  const { agent, config, setting } = props;
  const { t } = useTranslation();
  const { run } = useSearch({ from: '/agents/$agentName' });
  const { agentName, agentAbout } = useAgentWords();
  const { team } = useSession();
  const editing = useAgentForm(props);
  const { form } = editing;
  // A person who comes from a run wants to test something with it.
  useEffect(() => {
    if (run !== undefined) document.getElementById(TEST)?.scrollIntoView({ block: 'nearest' });
  }, [run]);
  const isAdmin = team !== undefined && mayAdminister(team.role);
  const name = agentName(agent.name);

  return (
    <div className="flex h-full min-w-0 flex-col bg-surface">
      <EditorHeader name={name} isAdmin={isAdmin} config={config} setting={setting} editing={editing} />
      <Scroller aria-label={name} className="flex-1">
        <div className="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-8 p-6 max-wide:grid-cols-1 max-panes:p-4">
          <div className="flex min-w-0 flex-col gap-4">
            {!editing.isOwn && <p className="text-14 text-muted">{agentAbout(agent.name)}</p>}
            {!isAdmin && <Notice tone="plain" title={t('agents.readOnly')} />}
            {isAdmin && <UnsavedNote form={form} discards={false} />}
            {setting && <RecordConflicts collection="settings" document={setting} className="py-2" />}
            <AgentFields
              agent={agent}
              fields={form.fields}
              disabled={!isAdmin}
              meanwhile={(field) =>
                setting && (
                  <ChangedMeanwhile
                    form={form}
                    name={field}
                    collection="settings"
                    document={setting}
                    path={agentPaths[field]}
                    absent={t('agents.builtIn')}
                  />
                )
              }
              onChange={form.change}
            />
          </div>
          <div id={TEST} className="min-w-0 scroll-mt-4">
            <TestConsole
              agent={agent.name}
              draft={editing.isSound ? withChanges(agent, config, form.changes) : undefined}
              mayTest={isAdmin}
              run={run}
            />
          </div>
        </div>
      </Scroller>
    </div>
  );
};
