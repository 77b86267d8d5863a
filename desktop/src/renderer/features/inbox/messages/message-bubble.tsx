import { isAccepted, type Message } from '@inbetwin/shared/entities/message.ts';
import { Sparkles } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock, formatFull } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { RunLink } from '../../../parts/agents/run-link.tsx';
import { useAgentWords } from '../../../parts/agents/use-agent-words.ts';
import { classNames } from '../../../ui/class-names.ts';
import { AttachmentList } from './attachment-list.tsx';
import { CitationChip } from './citation-chip.tsx';
import { DeliveryState } from './delivery-state.tsx';

type MessageBubbleProps = {
  readonly message: Message;
  readonly isOwn: boolean;
  /** The previous message is by the same author and close in time. */
  readonly isContinued: boolean;
  /** The next message is by the same author and close in time, so the time is shown only below the last one. */
  readonly isFollowed: boolean;
  readonly isHighlighted: boolean;
  readonly isConnected: boolean;
  /** Absent if there is no need to send it again. */
  readonly onSendAgain?: (message: Message) => void;
};

const grounds = {
  customer: 'bg-surface-2',
  agent: 'bg-agent-soft',
  person: 'bg-accent-soft',
} as const;

export const MessageBubble = memo((props: MessageBubbleProps) => {
  const { message, isContinued, isHighlighted } = props;
  const isInbound = message.direction === 'inbound';
  return (
    <li
      id={`message-${message.id}`}
      tabIndex={-1}
      className={classNames(
        'flex max-w-[min(80%,640px)] flex-col gap-1 rounded-card outline-none',
        isInbound ? 'items-start self-start' : 'items-end self-end',
        isContinued ? 'mt-0.5' : 'mt-3',
      )}
    >
      <AuthorName {...props} />
      <div
        className={classNames(
          'max-w-full rounded-card px-3 py-2 text-14',
          grounds[message.author.kind],
          isHighlighted && 'flash',
        )}
      >
        <MessageContent message={message} />
      </div>
      <MessageFooter {...props} />
    </li>
  );
});
MessageBubble.displayName = 'MessageBubble';

/** The author's name above the first of several messages; above the others it is only for screen readers. */
const AuthorName = ({ message, isOwn, isContinued }: MessageBubbleProps) => {
  const { t } = useTranslation();
  const { agentTitle } = useAgentWords();
  const { author, direction, group } = message;
  const isInbound = direction === 'inbound';
  const byAgent = author.kind === 'agent';
  const title = byAgent && author.id !== undefined ? agentTitle(author.id) : undefined;
  const agentName = title === undefined ? t('inbox.agentWrote') : t('inbox.agentNamed', { name: title });
  const name = isOwn ? t('author.you') : byAgent ? agentName : author.name;
  // Several people write in a group; in other chats the heading names the customer.
  const isShown = !isContinued && (!isInbound || group !== undefined);
  if (!isShown) return <span className="sr-only">{name ?? t('author.customer')}</span>;
  return (
    <span className={classNames('flex items-center gap-1 px-1 text-12', byAgent ? 'text-agent' : 'text-muted')}>
      {byAgent && <Sparkles size={12} aria-hidden />}
      {name ?? t(isInbound ? 'author.customer' : 'author.person')}
    </span>
  );
};

/** The files, text, choices, and citations of a message. */
const MessageContent = ({ message }: { readonly message: Message }) => {
  const { t } = useTranslation();
  const { id, text, removed, attachments = [], citations, choices = [] } = message;
  return (
    <>
      {attachments.length > 0 && <AttachmentList messageId={id} attachments={attachments} />}
      {text !== '' && (
        <p className={classNames('[overflow-wrap:anywhere] whitespace-pre-wrap', attachments.length > 0 && 'mt-1.5')}>
          {text}
        </p>
      )}
      {removed && <p className="text-muted italic">{t('inbox.deleted')}</p>}
      {choices.length > 0 && <ChoiceList choices={choices} />}
      {citations.length > 0 && (
        <span className="mt-1.5 flex min-w-0 flex-wrap gap-1">
          {citations.map((citation, index) => (
            <CitationChip key={`${citation.passageId}:${citation.quote}`} citation={citation} number={index + 1} />
          ))}
        </span>
      )}
    </>
  );
};

/** The time and delivery state of a message. Between messages of one author they are only for screen readers, unless something is wrong. */
const MessageFooter = ({ message, isFollowed, isConnected, onSendAgain }: MessageBubbleProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const { direction, sentAt, runId, choiceOf, edited } = message;
  const isHidden = isFollowed && isSettled(message);
  return (
    <span
      className={classNames(
        'flex-wrap items-center gap-x-1.5 px-1 text-12 text-faint',
        direction === 'outbound' && 'justify-end text-right',
        isHidden ? 'sr-only' : 'flex',
      )}
    >
      <time dateTime={new Date(sentAt).toISOString()} title={formatFull(sentAt, language)}>
        {formatClock(sentAt, language)}
      </time>
      {runId !== undefined && !isHidden && <RunLink runId={runId} />}
      {choiceOf !== undefined && <span>{t('inbox.chosen')}</span>}
      {edited && <EditedMark edited={edited} />}
      <DeliveryState message={message} isConnected={isConnected} />
      {onSendAgain && (
        <button
          type="button"
          className="rounded-control text-accent hover:underline max-panes:min-h-8"
          onClick={() => onSendAgain(message)}
        >
          {t('inbox.delivery.sendAgain')}
        </button>
      )}
    </span>
  );
};

/** The choices that were offered to the customer. */
const ChoiceList = ({ choices }: { readonly choices: readonly string[] }) => {
  const { t } = useTranslation();
  return (
    <ul className="mt-1.5 flex min-w-0 flex-wrap gap-1" aria-label={t('inbox.choices')}>
      {choices.map((choice) => (
        <li
          key={choice}
          className="rounded-full border border-line-strong px-2 py-0.5 text-12 text-muted [overflow-wrap:anywhere]"
        >
          {choice}
        </li>
      ))}
    </ul>
  );
};

/** Marks a message that the customer edited; the original text can be viewed. */
const EditedMark = ({ edited: { earlier } }: { readonly edited: NonNullable<Message['edited']> }) => {
  const { t } = useTranslation();
  return <span title={t('inbox.editedFrom', { text: earlier[0] })}>{t('inbox.edited')}</span>;
};

/** Whether its delivery needs no further mention. */
const isSettled = ({ delivery }: Message): boolean =>
  (delivery.state === 'received' || isAccepted(delivery)) && !delivery.resent;
