import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { useParams, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { preferences, usePreferences } from '../../base/preferences.ts';
import { useShortcuts } from '../../base/shortcuts.ts';
import { useContextPane } from '../../base/use-media.ts';
import { useSettled } from '../../base/use-settled.ts';
import { RecordConflicts } from '../../parts/conflicts/record-conflicts.tsx';
import { useSeen } from '../../parts/conversation/use-unread.ts';
import { Panel } from '../../ui/layout/panel.tsx';
import { useDocument } from '../../workspace/live/use-documents.ts';
import { ContextPane } from './context-pane.tsx';
import { ConversationHeader } from './conversation-header.tsx';
import { HandoverBanner } from './handover-banner.tsx';
import { MessageList } from './messages/message-list.tsx';
import { MissingConversation } from './missing-conversation.tsx';
import { ReplyBox } from './reply/reply-box.tsx';
import { useIsConnected } from './use-is-connected.ts';
import { WaitingApproval } from './waiting-approval.tsx';

export const ConversationScreen = () => {
  const { conversationId } = useParams({ from: '/inbox/$conversationId' });
  const { message } = useSearch({ from: '/inbox' });
  const conversation = useSettled(useDocument('conversations', conversationId));
  if (conversation === undefined) return <div className="h-full bg-surface" />;
  if (conversation === null) return <MissingConversation key={conversationId} id={conversationId} />;
  return <OpenConversation conversation={conversation} jumpTo={message} />;
};

type OpenConversationProps = { readonly conversation: Conversation; readonly jumpTo: string | undefined };

const OpenConversation = ({ conversation, jumpTo }: OpenConversationProps) => {
  const { t } = useTranslation();
  const contact = useSettled(useDocument('contacts', conversation.contactId));
  const isConnected = useIsConnected(conversation);
  useSeen(conversation);
  const replyField = useRef<HTMLTextAreaElement>(null);
  const context = useContext();
  useShortcuts({ reply: () => replyField.current?.focus(), context: context.toggle });
  const name = contact === null ? t('contacts.deleted') : (contact?.name ?? '');
  return (
    <div className="flex h-full bg-surface">
      <div className="flex h-full min-w-0 flex-1 flex-col">
        <ConversationHeader
          conversation={conversation}
          name={name}
          isContextOpen={context.isOpen}
          onToggleContext={context.toggle}
        />
        <RecordConflicts
          collection="conversations"
          document={conversation}
          marked={['/mode']}
          noted={[]}
          className="border-b border-line px-4 py-2"
        />
        {conversation.handover && conversation.status === 'open' && (
          <HandoverBanner key={`handover-${conversation.id}`} handover={conversation.handover} by={conversation.mode} />
        )}
        <WaitingApproval conversationId={conversation.id} />
        <MessageList key={conversation.id} conversation={conversation} isConnected={isConnected} jumpTo={jumpTo} />
        <ReplyBox
          key={`reply-${conversation.id}`}
          field={replyField}
          conversation={conversation}
          name={name}
          isConnected={isConnected}
        />
      </div>
      {context.isWide && context.isOpen && (
        <aside className="h-full w-80 shrink-0 overflow-y-auto border-l border-line bg-bg">
          <ContextPane conversation={conversation} />
        </aside>
      )}
      {!context.isWide && <ContextDrawer {...context} conversation={conversation} />}
    </div>
  );
};

type Context = { readonly isWide: boolean; readonly isOpen: boolean; readonly toggle: () => void };

/** Next to the conversation the pane stays as the person left it; as a drawer it opens on request. */
const useContext = (): Context => {
  const isWide = useContextPane();
  const { context } = usePreferences();
  const [drawer, setDrawer] = useState(false);
  return isWide
    ? { isWide, isOpen: context, toggle: () => preferences.set({ context: !context }) }
    : { isWide, isOpen: drawer, toggle: () => setDrawer(!drawer) };
};

const ContextDrawer = ({ conversation, isOpen, toggle }: Context & { readonly conversation: Conversation }) => {
  const { t } = useTranslation();
  return (
    <Panel place="side" open={isOpen} onOpenChange={toggle} title={t('inbox.context')}>
      <ContextPane conversation={conversation} onJump={toggle} />
    </Panel>
  );
};
