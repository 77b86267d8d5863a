import type { Run } from '@inbetwin/shared/entities/run.ts';
import {
  Ban,
  CircleAlert,
  CircleCheck,
  Hand,
  LoaderCircle,
  type LucideIcon,
  MessageSquareOff,
  PencilLine,
  UserRound,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../../ui/class-names.ts';

type Look = 'running' | 'waiting' | 'failed' | 'replied' | 'handedOver' | 'drafted' | 'silent' | 'cancelled';

const looks: Readonly<Record<Look, { readonly icon: LucideIcon; readonly ink: string }>> = {
  running: { icon: LoaderCircle, ink: 'text-accent' },
  waiting: { icon: Hand, ink: 'text-caution' },
  failed: { icon: CircleAlert, ink: 'text-danger' },
  replied: { icon: CircleCheck, ink: 'text-positive' },
  handedOver: { icon: UserRound, ink: 'text-caution' },
  drafted: { icon: PencilLine, ink: 'text-agent' },
  silent: { icon: MessageSquareOff, ink: 'text-muted' },
  cancelled: { icon: Ban, ink: 'text-muted' },
};

type Standing = Pick<Run, 'state' | 'outcome'>;

const lookOf = ({ state, outcome = 'silent' }: Standing): Look => {
  if (state !== 'done') return state;
  return outcome === 'handed-over' ? 'handedOver' : outcome;
};

/** The state or outcome of a run. */
export const RunMark = ({ run }: { readonly run: Standing }) => {
  const { t } = useTranslation();
  const look = lookOf(run);
  const { icon: Icon, ink } = looks[look];
  return (
    <span className={classNames('inline-flex min-w-0 items-baseline gap-1.5', ink)}>
      <Icon size={14} aria-hidden className="shrink-0 self-center" />
      <span className="truncate">{t(`runs.state.${look}`)}</span>
    </span>
  );
};
