import { Users } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { overlay } from '../../app/overlay.ts';
import { useShortcuts } from '../../app/shortcuts.ts';
import { useTeamSetting } from '../../app/use-team-setting.ts';
import { useLive } from '../../database/use-live.ts';
import { useSession } from '../../session/session.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Screen } from '../../ui/screen.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { chatUrl } from '../settings/chat-url.ts';
import { useEmptyWords } from '../sync/use-empty-words.ts';
import { arrangeLeads, type LeadView } from './lead-rows.ts';
import { LeadTable } from './lead-table.tsx';
import { StageFilter } from './stage-filter.tsx';

const firstView: LeadView = { stage: 'all', text: '', sort: 'updated', descending: true };

export const LeadsScreen = () => {
  const { t } = useTranslation();
  const [view, setView] = useState(firstView);
  const filter = useRef<HTMLInputElement>(null);
  useShortcuts({ search: () => filter.current?.focus() });
  const leads = useLive(({ collections }) => collections.leads.find(), []);
  const contacts = useLive(({ collections }) => collections.contacts.find(), []);
  const byId = useMemo(() => new Map(contacts?.map((contact) => [contact.id, contact])), [contacts]);
  const rows = useMemo(() => arrangeLeads(leads ?? [], byId, view), [leads, byId, view]);
  return (
    <Screen
      title={t('leads.title')}
      actions={
        <>
          {leads && <span className="numbers text-muted">{t('leads.count', { count: rows.length })}</span>}
          <Button onClick={() => overlay.show('new-lead')}>{t('leads.newLead.action')}</Button>
        </>
      }
    >
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
      </div>
      {leads?.length === 0 && <NoLeads />}
      {leads && leads.length > 0 && rows.length === 0 && (
        <EmptyState icon={Users} text={t('leads.emptyFilter')}>
          <Button onClick={() => setView(firstView)}>{t('leads.clearFilter')}</Button>
        </EmptyState>
      )}
      {rows.length > 0 && <LeadTable rows={rows} view={view} onView={setView} />}
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
    </EmptyState>
  );
};
