import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { isSameDay } from 'date-fns';
import { ArrowDown, MessagesSquare } from 'lucide-react';
import { Fragment, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../../base/use-now.ts';
import { formatDay } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { useEmptyWords } from '../../../parts/sync/use-empty-words.ts';
import { useSession } from '../../../session/session.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/layout/empty-state.tsx';
import { Scroller } from '../../../ui/layout/scroller.tsx';
import { useDocument } from '../../../workspace/live/use-documents.ts';
import { EarlierRow } from './earlier-row.tsx';
import { MessageBubble } from './message-bubble.tsx';
import { useEarlier } from './use-earlier.ts';
import { useMessageScroll } from './use-message-scroll.ts';
import { useMessages } from './use-messages.ts';
import { useSendAgain } from './use-send-again.ts';

const TOGETHER_MS = 5 * 60_000;

type MessageListProps = {
  readonly conversation: Conversation;
  readonly isConnected: boolean;
  readonly jumpTo: string | undefined;
};

export const MessageList = ({ conversation, isConnected, jumpTo }: MessageListProps) => {
  const { t } = useTranslation();
  const emptyWords = useEmptyWords();
  const sendAgain = useSendAgain(conversation);
  const { user } = useSession();
  const isAtEnd = useRef(true);
  const { messages, hasEarlier, showEarlier } = useMessages(conversation.id, { jumpTo, isAtEnd });
  const isLookedFor = useDocument('messages', jumpTo) === null;
  const earlier = useEarlier(conversation, { shown: hasEarlier ? undefined : messages?.length, isLookedFor });
  const onNearStart = hasEarlier ? showEarlier : earlier.load;
  const scroll = useMessageScroll(messages, { jumpTo, isAtEnd, onNearStart });
  useShowLoaded({ hasEarlier, showEarlier, isLoading: earlier.state === 'loading' });
  if (messages?.length === 0 && earlier.state === 'none')
    return <EmptyState icon={MessagesSquare} text={emptyWords(t('inbox.noMessages'))} />;
  const shown = messages ?? [];
  return (
    <div className="relative min-h-0 flex-1">
      <Scroller ref={scroll.ref} aria-label={t('inbox.messages')} className="h-full px-4 py-3 max-panes:px-2">
        {hasEarlier && (
          <div className="flex justify-center pb-2">
            <Button look="quiet" onClick={showEarlier}>
              {t('inbox.earlier')}
            </Button>
          </div>
        )}
        {!hasEarlier && <EarlierRow earlier={earlier} />}
        <ol className="mx-auto flex min-h-full max-w-3xl flex-col justify-end">
          {shown.map((message, index) => {
            const before = shown[index - 1];
            const next = shown[index + 1];
            return (
              <Fragment key={message.id}>
                {!(before && isSameDay(before.sentAt, message.sentAt)) && <DaySeparator at={message.sentAt} />}
                <MessageBubble
                  message={message}
                  isOwn={message.author.kind === 'person' && message.author.id === user?.id}
                  isContinued={before !== undefined && isTogether(before, message)}
                  isFollowed={next !== undefined && isTogether(message, next)}
                  isHighlighted={message.id === jumpTo}
                  isConnected={isConnected}
                  {...(mayRepeat(message, shown.slice(index + 1)) ? { onSendAgain: sendAgain } : {})}
                />
              </Fragment>
            );
          })}
        </ol>
      </Scroller>
      {!scroll.isAtEnd && (
        <Button
          className="absolute right-4 bottom-3 rounded-full shadow-float"
          aria-label={t('inbox.toEnd')}
          onClick={scroll.toEnd}
        >
          <ArrowDown size={16} aria-hidden />
        </Button>
      )}
    </div>
  );
};

type Loaded = { readonly hasEarlier: boolean; readonly showEarlier: () => void; readonly isLoading: boolean };

/** Shows the messages that were downloaded on request, as soon as they are here. */
const useShowLoaded = ({ hasEarlier, showEarlier, isLoading }: Loaded): void => {
  const isWaiting = useRef(false);
  useEffect(() => {
    if (isLoading) isWaiting.current = true;
    if (!hasEarlier || !isWaiting.current) return;
    isWaiting.current = false;
    showEarlier();
  });
};

/** A reply that failed and has not been sent again. */
const mayRepeat = ({ delivery, author, text }: Message, later: readonly Message[]): boolean =>
  delivery.state === 'failed' &&
  author.kind === 'person' &&
  !later.some((message) => message.direction === 'outbound' && message.text === text);

const isTogether = (before: Message, message: Message): boolean =>
  before.delivery.state !== 'failed' &&
  before.author.kind === message.author.kind &&
  before.author.id === message.author.id &&
  message.sentAt - before.sentAt < TOGETHER_MS &&
  isSameDay(before.sentAt, message.sentAt);

const DaySeparator = ({ at }: { readonly at: number }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  return (
    <li className="my-3 flex items-center gap-3 text-12 text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      <time dateTime={new Date(at).toISOString()}>{formatDay({ at, now, language }, t)}</time>
    </li>
  );
};
