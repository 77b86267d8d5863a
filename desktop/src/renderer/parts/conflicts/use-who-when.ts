import type { Change } from '@inbetwin/shared/entities/declaring/sync-fields.ts';
import { toldAt } from '@inbetwin/shared/merge/stamp-order.ts';
import { isSameDay, isSameYear, subDays } from 'date-fns';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../base/use-now.ts';
import { formatClock, formatDate, formatDay } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { useSession } from '../../session/session.ts';
import { usePeople } from './people.ts';

const AGENT = 'agent:';

/** Who changed something and when, as parts of a sentence. */
export type WhoWhen = { readonly who: string; readonly when: string };

/** Describes the author and the time of a change, by this device's clock. */
export const useWhoWhen = (): ((change: Change) => WhoWhen) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const { user } = useSession();
  const people = usePeople();

  const who = (by: string): string => {
    if (by === '') return t('sync.who.unknown');
    if (by === 'server') return t('sync.who.server');
    if (by.startsWith(AGENT)) return t('sync.who.agent');
    return by === user?.id ? t('sync.who.you') : (people.get(by) ?? t('sync.who.colleague'));
  };
  const when = (at: number): string => {
    const time = formatClock(at, language);
    if (isSameDay(at, now)) return t('sync.when.today', { time });
    if (isSameDay(at, subDays(now, 1))) return t('sync.when.yesterday', { time });
    const day = isSameYear(at, now) ? formatDay({ at, now, language }, t) : formatDate(at, language);
    return `${day}, ${time}`;
  };
  return (change) => ({ who: who(change.by), when: when(toldAt(change)) });
};
