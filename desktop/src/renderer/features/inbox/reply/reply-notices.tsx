import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { cutText } from '@inbetwin/shared/text/cut-text.ts';
import { Link } from '@tanstack/react-router';
import { Ban, type LucideIcon, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannelWords } from '../../../ui/channel-words.ts';
import { classNames } from '../../../ui/class-names.ts';
import type { Reply } from './use-reply.ts';

/** Longer names are cut, so that what follows them stays visible. */
const LONGEST_NAME = 48;

type ReplyNoticesProps = {
  readonly reply: Reply;
  readonly conversation: Conversation;
  /** The customer's name. */
  readonly name: string;
  /** Whether the conversation's channel is connected. */
  readonly isConnected: boolean;
  /** The id of the line that says where the reply is sent. */
  readonly id: string;
};

/** What a person should know before sending: where the reply is sent, and what may prevent its delivery. */
export const ReplyNotices = ({ reply, conversation, name, isConnected, id }: ReplyNoticesProps) => {
  const { t } = useTranslation();
  const channel = useChannelWords().nameOf(conversation.channel);
  const { reach } = conversation;
  const where = t('inbox.reply.where', { channel, name: cutText(name, LONGEST_NAME) || t('contacts.unnamed') });
  const whatFollows = [isConnected && where, conversation.mode === 'agent' && t('inbox.reply.takesOver')];
  return (
    <>
      <p
        id={id}
        className={classNames(
          'mx-auto line-clamp-2 max-w-3xl px-1 pt-1 text-12 text-pretty [overflow-wrap:anywhere]',
          reply.excess > 0 ? 'text-danger' : 'text-muted',
        )}
      >
        {reply.excess > 0 ? t('inbox.reply.tooLong', { count: reply.excess }) : whatFollows.filter(Boolean).join(' · ')}
      </p>
      {reply.draft.failure !== undefined && (
        <p role="alert" className="mx-auto max-w-3xl px-1 pt-1 text-12 text-danger">
          {t('device.draft.notSaved')}
        </p>
      )}
      {isConnected && reach && reach.state !== 'open' && (
        <Hindrance icon={Ban}>{t(`inbox.reply.reach.${reach.state}`)}</Hindrance>
      )}
      {!isConnected && (
        <Hindrance icon={Unplug}>
          {t('inbox.reply.unconnected')}{' '}
          <Link to="/settings" hash="channels" className="text-accent underline underline-offset-2">
            {t('inbox.reply.connect')}
          </Link>
        </Hindrance>
      )}
    </>
  );
};

/** Why the customer may not receive the reply. */
const Hindrance = ({ icon: Icon, children }: { readonly icon: LucideIcon; readonly children: ReactNode }) => (
  <p className="mx-auto flex max-w-3xl items-start gap-1.5 px-1 text-12 text-caution">
    <Icon size={12} aria-hidden className="mt-[3px] shrink-0" />
    <span>{children}</span>
  </p>
);
