import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { Ban } from 'lucide-react';
import { useTranslation } from 'react-i18next';

type ReachMarkProps = {
  readonly conversation: Pick<Conversation, 'reach'>;
  /** Shows the words beside the icon; without them they are for screen readers and the tooltip. */
  readonly named?: boolean;
};

/** Marks a conversation whose chat takes no messages of ours; nothing otherwise. */
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
