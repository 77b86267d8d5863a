import { answeringOf } from '@inbetwin/shared/conversations/answering.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { Link } from '@tanstack/react-router';
import { Hand, Hourglass, PencilLine, Sparkles, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatFull, formatMoment } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/use-language.ts';
import { ChannelMark } from '../../ui/channel-mark.tsx';
import { classNames } from '../../ui/class-names.ts';
import { GroupMark } from '../../ui/group-mark.tsx';
import { ReachMark } from '../../ui/reach-mark.tsx';
import type { InboxFilter } from './filters.ts';

/** The height of a row in pixels. */
export const ROW_HEIGHT = 56;

const modes = {
  agent: { icon: Sparkles, ink: 'text-agent' },
  human: { icon: UserRound, ink: 'text-muted' },
  draft: { icon: PencilLine, ink: 'text-agent' },
  needs: { icon: Hand, ink: 'text-caution' },
  handedBack: { icon: Hourglass, ink: 'text-caution' },
} as const;

/** An icon that tells who is answering, or whom the conversation waits for. */
const ModeMark = ({ conversation }: { readonly conversation: Conversation }) => {
  const { t } = useTranslation();
  const { by, waitsFor } = answeringOf(conversation);
  const state = waitsFor === undefined ? by : waitsFor === 'person' ? 'needs' : 'handedBack';
  const { icon: Icon, ink } = modes[state];
  const label = t(`inbox.row.${state}`);
  return (
    <span className={classNames('shrink-0', ink)} title={label}>
      <Icon size={14} aria-hidden />
      <span className="sr-only">{label}</span>
    </span>
  );
};

type ConversationRowProps = {
  readonly conversation: Conversation;
  /** Undefined until the contact is read, or if it is deleted. */
  readonly name: string | undefined;
  readonly now: number;
  readonly filter: InboxFilter;
  /** Has something that this person has not seen. */
  readonly isUnread?: boolean;
};

/** A row of the inbox: customer, last message, and who answers. */
export const ConversationRow = ({ conversation, name, now, filter, isUnread = false }: ConversationRowProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const { id, audience, channel, lastMessage } = conversation;
  const waits = answeringOf(conversation).waitsFor !== undefined;
  return (
    <Link
      to="/inbox/$conversationId"
      params={{ conversationId: id }}
      search={filter === 'all' ? {} : { filter }}
      className="focus-inset flex h-full flex-col justify-center gap-0.5 border-l-2 border-transparent pr-4 pl-3.5 hover:bg-surface-2 aria-[current=page]:border-accent aria-[current=page]:bg-accent-soft"
    >
      <span className="flex items-center gap-2">
        <ChannelMark channel={channel} />
        {audience === 'group' && <GroupMark />}
        <span
          title={name}
          className={classNames('min-w-0 flex-1 truncate text-13', waits ? 'font-semibold' : 'font-medium')}
        >
          {name ?? ' '}
        </span>
        <time
          dateTime={new Date(lastMessage.at).toISOString()}
          title={formatFull(lastMessage.at, language)}
          className="shrink-0 text-12 text-faint"
        >
          {formatMoment({ at: lastMessage.at, now, language }, t)}
        </time>
      </span>
      <span className="flex items-center gap-2">
        <span className={classNames('min-w-0 flex-1 truncate text-13', waits ? 'text-text' : 'text-muted')}>
          {lastMessage.direction === 'outbound'
            ? t('inbox.row.you', { text: lastMessage.text })
            : lastMessage.text || t('inbox.deleted')}
        </span>
        <ReachMark conversation={conversation} />
        <ModeMark conversation={conversation} />
        {isUnread && (
          <span className="size-2 shrink-0 rounded-full bg-accent" title={t('inbox.row.unread')}>
            <span className="sr-only">{t('inbox.row.unread')}</span>
          </span>
        )}
      </span>
    </Link>
  );
};
