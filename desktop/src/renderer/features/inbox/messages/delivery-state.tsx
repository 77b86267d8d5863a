import { awaitedDigests } from '@inbetwin/shared/conversations/messages/awaited-files.ts';
import { isAccepted, type Message } from '@inbetwin/shared/entities/message.ts';
import { Link } from '@tanstack/react-router';
import { Check, CheckCheck, CircleAlert, Clock, type LucideIcon, RotateCw, Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { wordFor } from '../../../i18n/i18n.ts';
import { classNames } from '../../../ui/class-names.ts';
import { useSyncState } from '../../../workspace/live/use-sync-state.ts';

type Outgoing = Exclude<Message['delivery']['state'], 'received'>;

const looks: Record<Outgoing, { readonly icon: LucideIcon; readonly ink: string }> = {
  queued: { icon: Clock, ink: 'text-muted' },
  sending: { icon: Send, ink: 'text-muted' },
  sent: { icon: Check, ink: 'text-positive' },
  delivered: { icon: CheckCheck, ink: 'text-muted' },
  read: { icon: CheckCheck, ink: 'text-positive' },
  failed: { icon: CircleAlert, ink: 'text-danger' },
};

type DeliveryStateProps = {
  readonly message: Message;
  /** Whether the conversation's channel is connected; otherwise replies wait. */
  readonly isConnected: boolean;
};

/** The delivery state of an outgoing message: an icon once it is sent, and a text while something needs explaining. */
export const DeliveryState = ({ message, isConnected }: DeliveryStateProps) => {
  const { t } = useTranslation();
  const { status, refused } = useSyncState('status', 'refused');
  const { id: messageId, delivery } = message;
  const { state, reason, resent } = delivery;
  if (state === 'received') return null;
  if (refused.some(({ collection, id }) => collection === 'messages' && id === messageId)) return <Refused />;
  const { icon: Icon, ink } = looks[state];
  const words = (): string => {
    if (state === 'failed' && reason) {
      const why = wordFor('inbox.delivery.reason', reason.code);
      return t('inbox.delivery.failedBecause', { reason: why ? `${why} (${reason.message})` : reason.message });
    }
    if (state === 'queued' && status !== 'online') return t('inbox.delivery.queuedOffline');
    if (state === 'queued' && awaitedDigests(message).length > 0) return t('inbox.delivery.queuedForFiles');
    if (state === 'queued' && !isConnected) return t('inbox.delivery.queuedUnconnected');
    if (state === 'queued' && reason) {
      return t('inbox.delivery.queuedBecause', {
        reason: wordFor('inbox.delivery.reason', reason.code) ?? reason.message,
      });
    }
    return t(`inbox.delivery.${state}`);
  };
  return (
    <>
      <span className={classNames('inline-flex items-start gap-1', ink)} title={words()}>
        <Icon size={12} aria-hidden className="mt-[3px] shrink-0" />
        <span className={isAccepted(delivery) ? 'sr-only' : '[overflow-wrap:anywhere]'}>{words()}</span>
      </span>
      {resent && (
        <span className="inline-flex items-center gap-1 text-caution">
          <RotateCw size={12} aria-hidden />
          {t('inbox.delivery.resent')}
        </span>
      )}
    </>
  );
};

/** It stays on this device until its author decides about it. */
const Refused = () => {
  const { t } = useTranslation();
  return (
    <Link to="/attention" className="inline-flex items-center gap-1 text-danger underline underline-offset-2">
      <CircleAlert size={12} aria-hidden className="shrink-0" />
      {t('sync.attention.refused')}
    </Link>
  );
};
