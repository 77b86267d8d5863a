import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../session/session.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Panel } from '../../ui/layout/panel.tsx';
import { useSettings } from '../../workspace/live/settings-of-kind.ts';

/** The members who can be given a conversation, by name; works offline. */
export const useColleagues = (): readonly { readonly userId: string; readonly name: string }[] => {
  const { user } = useSession();
  const members = useSettings('member') ?? [];
  return members
    .map(({ value }) => value)
    .filter(({ state, role, userId }) => state === 'active' && role !== 'viewer' && userId !== user?.id)
    .toSorted((a, b) => a.name.localeCompare(b.name));
};

type AssignPanelProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly conversation: Conversation;
  readonly onAssign: (colleague: { readonly userId: string; readonly name: string }) => void;
};

/** Asks to whom a conversation goes. */
export const AssignPanel = ({ open, onOpenChange, conversation, onAssign }: AssignPanelProps) => {
  const { t } = useTranslation();
  const colleagues = useColleagues();
  const isTheirs = (userId: string) => conversation.mode === 'human' && conversation.assigneeId === userId;
  return (
    <Panel open={open} onOpenChange={onOpenChange} title={t('inbox.assign.title')}>
      <ul className="p-2">
        {colleagues.map((colleague) => (
          <li key={colleague.userId}>
            <button
              type="button"
              disabled={isTheirs(colleague.userId)}
              onClick={() => {
                onOpenChange(false);
                onAssign(colleague);
              }}
              className="flex min-h-11 w-full items-center gap-3 rounded-control px-2 py-1 text-left hover:bg-surface-2 disabled:opacity-50"
            >
              <Avatar name={colleague.name} />
              <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{colleague.name}</span>
              {isTheirs(colleague.userId) && <span className="text-12 text-muted">{t('inbox.assign.now')}</span>}
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
};
