import { Users } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { overlay } from '../../base/overlay.ts';
import { useShortcuts } from '../../base/shortcuts.ts';
import { chatUrl } from '../../parts/conversation/chat-url.ts';
import { LeftOutNote } from '../../parts/sync/left-out-note.tsx';
import { useEmptyWords } from '../../parts/sync/use-empty-words.ts';
import { useSession } from '../../session/session.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { SearchField } from '../../ui/fields/search-field.tsx';
import { EmptyState } from '../../ui/layout/empty-state.tsx';
import { Screen } from '../../ui/layout/screen.tsx';
import { useLive } from '../../workspace/live/use-live.ts';
import { useTeamSetting } from '../../workspace/live/use-team-setting.ts';
import type { LeadView } from './lead-rows.ts';
import { LeadTable } from './lead-table.tsx';
import { StageFilter } from './stage-filter.tsx';
import { useLeads } from './use-leads.ts';

const firstView: LeadView = { stage: 'all', text: '', sort: 'updated', descending: true };

/** The screen of all leads, with filters and the table. */
export const LeadsScreen = () => {
  const { t } = useTranslation();
  const [view, setView] = useState(firstView);
  const filter = useRef<HTMLInputElement>(null);
  useShortcuts({ search: () => filter.current?.focus() });
  const [first, setFirst] = useState(0);
  const { rows, total, reading } = useLeads(view, first);
  const some = useLive(({ collections }) => collections.leads.find({ limit: 1 }), []);
  const isEmpty = some?.length === 0;
  const isNothing = total === 0 && reading === undefined;
  return (
    <Screen
      title={t('leads.title')}
      actions={
        <>
          {reading === undefined
            ? !isEmpty &&
              total !== undefined && <span className="numbers text-muted">{t('leads.count', { count: total })}</span>
            : reading > 0 && <span className="numbers text-muted">{t('leads.reading', { count: reading })}</span>}
          <Button onClick={() => overlay.show('new-lead')}>{t('leads.newLead.action')}</Button>
        </>
      }
    >
      {isEmpty ? (
        <NoLeads />
      ) : (
        <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-2">
          <StageFilter stage={view.stage} onChange={(stage) => setView({ ...view, stage })} />
          <div className="flex min-w-52 flex-1 panes:max-w-80">
            <SearchField
              ref={filter}
              label={t('leads.filter')}
              placeholder={t('leads.filter')}
              value={view.text}
              onChange={(text) => setView({ ...view, text })}
            />
          </div>
          <LeftOutNote of="leads" className="text-12 text-muted" />
        </div>
      )}
      {some && !isEmpty && isNothing && (
        <EmptyState icon={Users} text={t('leads.emptyFilter')}>
          <Button onClick={() => setView(firstView)}>{t('leads.clearFilter')}</Button>
        </EmptyState>
      )}
      {rows && total !== 0 && (
        <LeadTable rows={rows} total={total} view={view} onView={setView} onFirstShown={setFirst} />
      )}
    </Screen>
  );
};

const NoLeads = () => {
  const { t } = useTranslation();
  const emptyWords = useEmptyWords();
  const team = useTeamSetting();
  const { server, isLocal } = useSession();
  return (
    <EmptyState icon={Users} text={isLocal ? t('local.needs.leads') : emptyWords(t('leads.empty'))}>
      {team && (
        <a href={chatUrl(team.slug, server)} target="_blank" rel="noreferrer" className={buttonClass('primary')}>
          {t('inbox.empty.tryAction')}
        </a>
      )}
      {isLocal && (
        <Button look="primary" onClick={() => overlay.show('new-lead')}>
          {t('leads.newLead.title')}
        </Button>
      )}
    </EmptyState>
  );
};
