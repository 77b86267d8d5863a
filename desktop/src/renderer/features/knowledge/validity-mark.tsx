import type { SourceDetails } from '@inbetwin/shared/knowledge/source-details.ts';
import { validityAt } from '@inbetwin/shared/timing/validity-at.ts';
import { CalendarCheck, CalendarClock, CalendarX, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../base/use-now.ts';
import { formatDate } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { classNames } from '../../ui/class-names.ts';

type Shown = { readonly word: 'from' | 'until' | 'expired'; readonly at: number };

const looks: Record<Shown['word'], { readonly icon: LucideIcon; readonly ink: string }> = {
  from: { icon: CalendarClock, ink: 'text-caution' },
  until: { icon: CalendarCheck, ink: 'text-muted' },
  expired: { icon: CalendarX, ink: 'text-danger' },
};

/** Says until when a source is valid, or that it has expired or is not valid yet; renders nothing if it is always valid. */
export const ValidityMark = ({ details }: { readonly details: SourceDetails }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const shown = shownAt(details, useNow());
  if (!shown) return null;
  const { icon: Icon, ink } = looks[shown.word];
  return (
    <span className={classNames('inline-flex items-center gap-1', ink)}>
      <Icon size={12} aria-hidden className="shrink-0" />
      {t(`knowledge.validity.${shown.word}`, { day: formatDate(shown.at, language) })}
    </span>
  );
};

const shownAt = (details: SourceDetails, now: number): Shown | undefined => {
  const { validFrom, validUntil } = details;
  const validity = validityAt(details, now);
  if (validity === 'future' && validFrom !== undefined) return { word: 'from', at: validFrom };
  if (validUntil === undefined) return undefined;
  return { word: validity === 'expired' ? 'expired' : 'until', at: validUntil };
};
