import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { Ban } from 'lucide-react';
import { useTranslation } from 'react-i18next';

type ReachMarkProps = {
  readonly conversation: Pick<Conversation, 'reach'>;
  /** Shows the text next to the icon; otherwise it is only in the tooltip and for screen readers. */
  readonly named?: boolean;
};

/** Marks a conversation whose chat does not accept our messages; renders nothing otherwise. */
export const ReachMark = ({ conversation, named = false }: ReachMarkProps) => {
  const { t } = useTranslation();
  const { reach } = conversation;
  if (!reach || reach.state === 'open') return null;
  const words = t(`inbox.reach.${reach.state}`);
  return (
    <span className="inline-flex min-w-0 shrink-0 items-center gap-1 text-caution" title={words}>
      <Ban size={14} aria-hidden className="shrink-0" />
      <span className={named ? 'truncate' : 'sr-only'}>{words}</span>
    </span>
  );
};
