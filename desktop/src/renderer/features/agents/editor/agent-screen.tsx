import type { Agent } from '@inbetwin/shared/agents/agent.ts';
import { agents } from '@inbetwin/shared/agents/registry.ts';
import { isOfTeam } from '@inbetwin/shared/agents/team/agent-configs.ts';
import { baseOf } from '@inbetwin/shared/agents/team/team-agents.ts';
import { mayAdminister } from '@inbetwin/shared/contracts/rights.ts';
import { newSetting, type Setting } from '@inbetwin/shared/entities/setting.ts';
import type { AgentConfig } from '@inbetwin/shared/entities/setting-kinds/agent.ts';
import { agentSettingId } from '@inbetwin/shared/entities/setting-kinds/agent.ts';
import type { Edit } from '@inbetwin/shared/ports/collection.ts';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { ArrowLeft, RotateCcw, SearchX, Undo2 } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { reportFailure } from '../../../base/report-failure.ts';
import { useGoBack } from '../../../base/use-go-back.ts';
import { useOnePane } from '../../../base/use-media.ts';
import { editDocument } from '../../../database/documents/edit-document.ts';
import { useAgentWords } from '../../../parts/agents/use-agent-words.ts';
import { RecordConflicts } from '../../../parts/conflicts/record-conflicts.tsx';
import { ChangedMeanwhile } from '../../../parts/forms/changed-meanwhile.tsx';
import { UnsavedNote } from '../../../parts/forms/unsaved-note.tsx';
import { useDiscard } from '../../../parts/forms/use-discard.ts';
import { useForm } from '../../../parts/forms/use-form.ts';
import { useSession } from '../../../session/session.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { EmptyState } from '../../../ui/layout/empty-state.tsx';
import { Screen } from '../../../ui/layout/screen.tsx';
import { Scroller } from '../../../ui/layout/scroller.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useDocument } from '../../../workspace/live/use-documents.ts';
import { useWorkspace } from '../../../workspace/live/use-live.ts';
import { TestConsole } from '../console/test-console.tsx';
import { RemoveAgent } from '../remove-agent.tsx';
import { AgentFields } from './agent-fields.tsx';
import {
  agentPaths,
  type AgentFields as Fields,
  fieldsOf,
  isAsBuiltIn,
  problemsOf,
  withChanges,
} from './agent-form.ts';

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

type EditorProps = {
  /** As it is where the team has set nothing. */
  readonly agent: Agent;
  readonly config: AgentConfig;
  /** Null while nobody has set anything. */
  readonly setting: Setting | null;
};

/** The fields with what was changed and not saved, and the place to try it before it is. */
const Editor = ({ agent, config, setting }: EditorProps) => {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const onePane = useOnePane();
  const goBack = useGoBack('/agents');
  const { run } = useSearch({ from: '/agents/$agentName' });
  const { agentName, agentAbout } = useAgentWords();
  const { team } = useSession();
  const form = useForm<Setting, Fields>(
    setting ?? newSetting({ kind: 'agent', name: agent.name }),
    {
      read: (shown) => fieldsOf(agent, shown.agent ?? {}),
      write: (shown, changed) => ({ ...shown, agent: withChanges(agent, shown.agent ?? {}, changed) }),
    },
    { collection: 'settings', id: agentSettingId(agent.name) },
  );
  const discard = useDiscard();
  // Whoever comes from a run wants to try something on it.
  useEffect(() => {
    if (run !== undefined) document.getElementById(TEST)?.scrollIntoView({ block: 'nearest' });
  }, [run]);
  const isAdmin = team !== undefined && mayAdminister(team.role);
  const { fields, changes, isChanged } = form;
  const isSound = problemsOf(fields).size === 0;
  const isOwn = isOfTeam(agent.name, config, agents);
  const name = agentName(agent.name);

  const write = (first: Edit<Setting>, ...others: readonly Edit<Setting>[]): Promise<Setting> =>
    editDocument(workspace, 'settings', { ...first, isNew: setting === null }, ...others);
  const save = (): void => {
    form
      .save(write)
      .then(() => toast(t('agents.form.saved', { name })))
      .catch(reportFailure);
  };
  const resetToBuiltIn = (shown: Setting): void => {
    editDocument(workspace, 'settings', { shown, next: (stored) => ({ ...stored, agent: {} }) })
      .then(() => toast(t('agents.form.resetDone', { name })))
      .catch(reportFailure);
  };

  return (
    <div className="flex h-full min-w-0 flex-col bg-surface">
      <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line px-4 py-2 max-panes:pl-2">
        <IconButton icon={ArrowLeft} label={t('action.back')} onClick={goBack} />
        <h1 className="min-w-0 flex-1 truncate text-16 font-semibold">{name}</h1>
        {isAdmin && isChanged && (
          <>
            {form.leftAt === undefined && (
              <span className="text-12 text-caution max-wide:hidden">{t('agents.form.unsaved')}</span>
            )}
            {onePane ? (
              <IconButton icon={Undo2} label={t('forms.discard')} onClick={() => discard(form)} />
            ) : (
              <Button look="quiet" onClick={() => discard(form)}>
                {t('forms.discard')}
              </Button>
            )}
          </>
        )}
        {isAdmin && !isChanged && isOwn && setting && <RemoveAgent setting={setting} title={name} />}
        {isAdmin && !isChanged && !isOwn && setting && !isAsBuiltIn(config) && (
          <ResetButton onePane={onePane} onReset={() => resetToBuiltIn(setting)} />
        )}
        {isAdmin && (
          <Button look="primary" disabled={!isChanged || !isSound} onClick={save}>
            {t('agents.form.save')}
          </Button>
        )}
      </header>
      <Scroller aria-label={name} className="flex-1">
        <div className="mx-auto grid max-w-6xl grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-8 p-6 max-wide:grid-cols-1 max-panes:p-4">
          <div className="flex min-w-0 flex-col gap-4">
            {!isOwn && <p className="text-14 text-muted">{agentAbout(agent.name)}</p>}
            {!isAdmin && <Notice tone="plain" title={t('agents.readOnly')} />}
            {isAdmin && <UnsavedNote form={form} discards={false} />}
            {setting && <RecordConflicts collection="settings" document={setting} className="py-2" />}
            <AgentFields
              agent={agent}
              fields={fields}
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
              draft={isSound ? withChanges(agent, config, changes) : undefined}
              mayTest={isAdmin}
              run={run}
            />
          </div>
        </div>
      </Scroller>
    </div>
  );
};

const ResetButton = ({ onePane, onReset }: { readonly onePane: boolean; readonly onReset: () => void }) => {
  const { t } = useTranslation();
  if (onePane) return <IconButton icon={RotateCcw} label={t('agents.form.reset')} onClick={onReset} />;
  return (
    <Button look="quiet" onClick={onReset}>
      {t('agents.form.reset')}
    </Button>
  );
};
