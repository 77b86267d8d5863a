import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { Link, useNavigate } from '@tanstack/react-router';
import {
  Archive,
  ArchiveRestore,
  ArrowLeft,
  Ellipsis,
  Hand,
  PanelRight,
  Sparkles,
  UserRound,
  UserRoundPlus,
} from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortcuts, useShortcuts } from '../../base/shortcuts.ts';
import { useOnePane } from '../../base/use-media.ts';
import { ConflictMark } from '../../parts/conflicts/conflict-mark.tsx';
import { Button } from '../../ui/button.tsx';
import { ChannelMark } from '../../ui/channel-mark.tsx';
import { GroupMark } from '../../ui/group-mark.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { ReachMark } from '../../ui/reach-mark.tsx';
import { AssignPanel, useColleagues } from './assign-panel.tsx';
import { ModeMenu } from './mode-menu.tsx';
import { useConversationActions } from './use-conversation-actions.ts';

type ConversationHeaderProps = {
  readonly conversation: Conversation;
  readonly name: string;
  readonly isContextOpen: boolean;
  readonly onToggleContext: () => void;
};

export const ConversationHeader = (props: ConversationHeaderProps) => {
  const { conversation, name, isContextOpen, onToggleContext } = props;
  const { t } = useTranslation();
  const onePane = useOnePane();
  const actions = useConversationActions(conversation);
  useShortcuts({ takeOver: () => void actions.switchMode() });
  const answering = <Answering conversation={conversation} onMode={actions.setMode} />;
  return (
    <header className="flex min-h-14 shrink-0 items-center gap-2 border-b border-line px-4 py-2 max-panes:flex-wrap max-panes:gap-y-0 max-panes:px-2 max-panes:py-1">
      {onePane && <BackToList />}
      <div className="min-w-0 flex-1">
        <CustomerName as={onePane ? 'h1' : 'h2'} contactId={conversation.contactId} name={name} />
        {!onePane && answering}
      </div>
      <TakeOverButton isHuman={conversation.mode === 'human'} onClick={actions.switchMode} />
      {!onePane && (
        <IconButton
          icon={PanelRight}
          label={t('inbox.context')}
          keys={shortcuts.context.keys}
          aria-pressed={isContextOpen}
          onClick={onToggleContext}
        />
      )}
      <MoreActions
        conversation={conversation}
        // Next to an open context pane, the menu links to the complete profile.
        onContext={onePane ? onToggleContext : undefined}
        onStatus={actions.switchStatus}
        onAssign={actions.assign}
      />
      {/* Beside the buttons of a phone's header there is no room to say who answers. */}
      {onePane && answering}
    </header>
  );
};

const BackToList = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <IconButton
      icon={ArrowLeft}
      label={t('action.back')}
      onClick={() => void navigate({ to: '/inbox', search: ({ message: _, ...search }) => search })}
    />
  );
};

type CustomerNameProps = { readonly as: 'h1' | 'h2'; readonly contactId: string; readonly name: string };

const CustomerName = ({ as: Heading, contactId, name }: CustomerNameProps) => {
  const { t } = useTranslation();
  return (
    <Heading className="truncate text-14 font-semibold">
      <Link to="/contacts/$contactId" params={{ contactId }} title={t('contacts.open')} className="hover:underline">
        {name || t('contacts.unnamed')}
      </Link>
    </Heading>
  );
};

type AnsweringProps = {
  readonly conversation: Conversation;
  readonly onMode: (mode: Conversation['mode']) => Promise<void>;
};

/** The channel of the conversation, and who answers in it. */
const Answering = ({ conversation, onMode }: AnsweringProps) => {
  const onePane = useOnePane();
  return (
    <div className="flex min-w-0 items-center gap-2 text-12 text-muted max-panes:w-full max-panes:px-2">
      <span className="flex max-w-1/2 shrink-0">
        <ChannelMark channel={conversation.channel} named={!onePane} />
      </span>
      {conversation.audience === 'group' && <GroupMark />}
      <ReachMark conversation={conversation} named={!onePane} />
      <ModeMenu conversation={conversation} onChange={(mode) => void onMode(mode)} />
      <ConflictMark collection="conversations" document={conversation} path="/mode" />
    </div>
  );
};

type TakeOverButtonProps = { readonly isHuman: boolean; readonly onClick: () => void };

const TakeOverButton = ({ isHuman, onClick }: TakeOverButtonProps) => {
  const { t } = useTranslation();
  return (
    <Button look={isHuman ? 'plain' : 'primary'} onClick={onClick} className="max-panes:min-h-10">
      {isHuman ? <Sparkles size={16} aria-hidden /> : <Hand size={16} aria-hidden />}
      <span className={isHuman ? 'max-panes:sr-only' : undefined}>
        {t(isHuman ? 'inbox.mode.handBack' : 'inbox.mode.take')}
      </span>
    </Button>
  );
};

type MoreActionsProps = {
  readonly conversation: Conversation;
  /** Opens the context pane; without it, the menu links to the profile. */
  readonly onContext: (() => void) | undefined;
  readonly onStatus: () => void;
  readonly onAssign: ComponentProps<typeof AssignPanel>['onAssign'];
};

const MoreActions = ({ conversation, onContext, onStatus, onAssign }: MoreActionsProps) => {
  const { t } = useTranslation();
  const { contactId, status } = conversation;
  const hasColleagues = useColleagues().length > 0;
  const [isAssigning, setIsAssigning] = useState(false);
  const navigate = useNavigate();
  const isClosed = status === 'closed';
  const openContact = () => void navigate({ to: '/contacts/$contactId', params: { contactId } });
  return (
    <>
      <Menu trigger={<IconButton icon={Ellipsis} label={t('action.more')} />}>
        <MenuItem
          icon={UserRound}
          label={t(onContext ? 'inbox.context' : 'contacts.open')}
          onSelect={onContext ?? openContact}
        />
        {hasColleagues && (
          <MenuItem icon={UserRoundPlus} label={t('inbox.assign.action')} onSelect={() => setIsAssigning(true)} />
        )}
        <MenuItem
          icon={isClosed ? ArchiveRestore : Archive}
          label={t(isClosed ? 'inbox.reopen' : 'inbox.close')}
          onSelect={onStatus}
        />
      </Menu>
      <AssignPanel open={isAssigning} onOpenChange={setIsAssigning} conversation={conversation} onAssign={onAssign} />
    </>
  );
};
