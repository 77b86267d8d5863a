import type { Lead } from '@inbetwin/shared/entities/lead.ts';
import { CircleCheck, CircleDashed, CircleDot, CircleX, FileText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../ui/class-names.ts';

const marks = {
  new: { icon: CircleDashed, ink: 'text-muted' },
  qualified: { icon: CircleDot, ink: 'text-accent' },
  proposal: { icon: FileText, ink: 'text-accent' },
  won: { icon: CircleCheck, ink: 'text-positive' },
  lost: { icon: CircleX, ink: 'text-danger' },
} as const;

/** A stage's icon and name. */
export const StageMark = ({ stage }: { readonly stage: Lead['stage'] }) => {
  const { t } = useTranslation();
  const { icon: Icon, ink } = marks[stage];
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <Icon size={14} aria-hidden className={classNames('shrink-0', ink)} />
      <span className="truncate">{t(`leads.stage.${stage}`)}</span>
    </span>
  );
};
