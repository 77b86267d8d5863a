import type { Work } from '@inbetwin/shared/entities/work.ts';
import { isSameDay, isSameYear } from 'date-fns';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../base/use-now.ts';
import { formatClock, formatDate, formatDay } from '../../i18n/format.ts';
import { wordFor } from '../../i18n/i18n.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useSession } from '../../session/session.ts';
import { usePeople } from '../conflicts/people.ts';

/** Texts about approvals: the requested action, who decided it, and when. */
export const useApprovalWords = () => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const { user } = useSession();
  const people = usePeople();

  const action = (tool: string): string => wordFor('agents.tool', tool) ?? t('approvals.otherTool', { name: tool });
  const who = (id: string | undefined): string => {
    if (id === undefined) return t('sync.who.colleague');
    return id === user?.id ? t('sync.who.you') : (people.get(id) ?? t('sync.who.colleague'));
  };
  const when = (at: number): string => {
    const time = formatClock(at, language);
    if (isSameDay(at, now)) return t('sync.when.today', { time });
    const day = isSameYear(at, now) ? formatDay({ at, now, language }, t) : formatDate(at, language);
    return `${day.toLowerCase()}, ${time}`;
  };
  const state = ({ state: found, approval }: Pick<Work, 'state' | 'approval'>): string => {
    if (found === 'approved' && approval?.changed !== undefined) return t('approvals.state.changed');
    return t(`approvals.state.${found === 'done' ? 'approved' : found}`);
  };
  return { action, who, when, state };
};
