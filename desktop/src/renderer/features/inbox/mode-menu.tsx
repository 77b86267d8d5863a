import { answeringOf } from '@inbetwin/shared/conversations/answering.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { ChevronDown, type LucideIcon, PencilLine, Sparkles, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { usePeople } from '../../parts/conflicts/people.ts';
import { isMine } from '../../parts/conversation/filters.ts';
import { useSession } from '../../session/session.ts';
import { classNames } from '../../ui/class-names.ts';
import { Menu, MenuChoice } from '../../ui/menu.tsx';
import { useIsAgentAtWork } from './use-agent-at-work.ts';

const modeIcons: Readonly<Record<Conversation['mode'], LucideIcon>> = {
  agent: Sparkles,
  draft: PencilLine,
  human: UserRound,
};

const modes = ['agent', 'draft', 'human'] as const satisfies readonly Conversation['mode'][];

type ModeMenuProps = {
  readonly conversation: Conversation;
  readonly onChange: (mode: Conversation['mode']) => void;
};

/** Shows who answers the conversation and whether an agent is writing, and lets a person choose among the three modes. */
export const ModeMenu = ({ conversation, onChange }: ModeMenuProps) => {
  const { t } = useTranslation();
  const { user } = useSession();
  const { mode } = conversation;
  const { waitsFor } = answeringOf(conversation);
  const isAtWork = useIsAgentAtWork(conversation);
  const Icon = modeIcons[mode];
  const isMyOwn = isMine(conversation, user?.id);
  const colleague = usePeople().get(conversation.assigneeId ?? '');
  const answeredBy = (who: 'mine' | Conversation['mode']): string =>
    who === 'human' && colleague !== undefined
      ? t('inbox.mode.colleague', { name: colleague })
      : t(`inbox.mode.${who}`);
  const waitingFor = (): string => {
    if (waitsFor === 'agent') return t('inbox.mode.waiting.handedBack');
    const isTheirs = mode === 'human' && colleague !== undefined;
    return isTheirs ? t('inbox.mode.waiting.colleague', { name: colleague }) : t(`inbox.mode.waiting.${mode}`);
  };
  const words = isMyOwn || waitsFor === undefined ? answeredBy(isMyOwn ? 'mine' : mode) : waitingFor();
  const shown = isAtWork ? t(`inbox.mode.${mode === 'draft' ? 'preparing' : 'writing'}`) : words;
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={`${t('inbox.mode.label')}: ${shown}`}
          className={classNames(
            '-mx-1 flex min-h-6 min-w-0 items-center gap-1 rounded-control px-1 text-12 hover:bg-surface-2 max-panes:min-h-8',
            mode === 'human' ? 'text-muted' : 'text-agent',
          )}
        >
          <Icon size={12} aria-hidden className="shrink-0" />
          <span className="line-clamp-2 text-left">{shown}</span>
          <ChevronDown size={12} aria-hidden className="shrink-0" />
        </button>
      }
    >
      <MenuChoice
        label={t('inbox.mode.label')}
        value={mode}
        options={modes.map((value) => ({
          value,
          icon: modeIcons[value],
          label: t(`inbox.mode.choice.${value}`),
          hint: t(`inbox.mode.hint.${value}`),
        }))}
        onChange={onChange}
      />
    </Menu>
  );
};
