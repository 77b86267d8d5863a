import { mayAdminister } from '@inbetwin/shared/contracts/rights.ts';
import { useNavigate } from '@tanstack/react-router';
import { Command, defaultFilter } from 'cmdk';
import {
  Bot,
  Keyboard,
  Languages,
  LogOut,
  type LucideIcon,
  Monitor,
  Moon,
  Sun,
  User,
  UserPlus,
  Users,
} from 'lucide-react';
import { Dialog } from 'radix-ui';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { overlay } from '../../base/overlay.ts';
import { places } from '../../base/places.ts';
import { preferences, themes } from '../../base/preferences.ts';
import { shortcuts } from '../../base/shortcuts.ts';
import { useSignOut } from '../../parts/device/use-sign-out.ts';
import { useSession } from '../../session/session.ts';
import { channelLook } from '../../ui/channels.ts';
import { classNames } from '../../ui/class-names.ts';
import { GroupMark } from '../../ui/group-mark.tsx';
import { Keys } from '../../ui/keys.tsx';
import { usePaletteSearch } from './use-palette-search.ts';

const themeIcons = { system: Monitor, light: Sun, dark: Moon } as const;

/** The command palette: places, actions, and a search for conversations and customers. */
export const CommandPalette = ({ open }: { readonly open: boolean }) => {
  const { t } = useTranslation();
  return (
    <Dialog.Root open={open} onOpenChange={(next) => overlay.show(next ? 'palette' : undefined)}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12dvh] left-1/2 z-40 w-[min(560px,calc(100vw-24px))] -translate-x-1/2 overflow-hidden rounded-card bg-surface shadow-float animate-enter"
        >
          <Dialog.Title className="sr-only">{t('palette.title')}</Dialog.Title>
          <PaletteCommands />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
};

const PaletteCommands = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const { isLocal, team } = useSession();
  const [text, setText] = useState('');
  const { conversations, customers, isLooking } = usePaletteSearch(text);
  const { list, selected, setSelected } = useSelection(conversations, customers);
  const run = (action: () => void) => () => {
    overlay.show(undefined);
    action();
  };
  return (
    <Command label={t('palette.title')} loop filter={rankCommand} value={selected} onValueChange={setSelected}>
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder={t('palette.placeholder')}
        className="h-12 w-full border-b border-line outline-none focus-visible:border-accent bg-transparent px-4 text-14 text-ellipsis max-panes:text-16"
      />
      <Command.List
        ref={list}
        className={classNames('max-h-[min(420px,60dvh)] overflow-y-auto p-2', !conversations && 'invisible')}
      >
        <Command.Empty className="px-3 py-6 text-center text-muted">
          {t(isLooking ? 'palette.looking' : 'palette.empty')}
        </Command.Empty>
        <Group heading={t('palette.go')}>
          <Item
            icon={UserPlus}
            label={t('leads.newLead.title')}
            keys={shortcuts.newLead.keys}
            onSelect={run(() => overlay.show('new-lead'))}
          />
          {team && mayAdminister(team.role) && (
            <Item
              icon={Bot}
              label={t('agents.make.action')}
              onSelect={run(() => {
                overlay.show('new-agent');
                void navigate({ to: '/agents' });
              })}
            />
          )}
          {places.map((place) => (
            <Item
              key={place.name}
              icon={place.icon}
              label={t(place.title)}
              {...('letter' in place && { keys: shortcuts[place.name].keys })}
              onSelect={run(() => void navigate({ to: place.to }))}
            />
          ))}
        </Group>
        {conversations && conversations.length > 0 && (
          <Group heading={t('palette.conversations')}>
            {conversations.map(({ id, name, channel, isGroup }) => (
              <Item
                key={id}
                value={`${FOUND}${id}`}
                icon={channelLook(channel).icon}
                label={name || t('contacts.unnamed')}
                mark={isGroup && <GroupMark />}
                onSelect={run(() => void navigate({ to: '/inbox/$conversationId', params: { conversationId: id } }))}
              />
            ))}
          </Group>
        )}
        {customers.length > 0 && (
          <Group heading={t('palette.customers')}>
            {customers.map(({ id, name, detail, isGroup }) => (
              <Item
                key={id}
                value={`${FOUND}${id}`}
                icon={isGroup ? Users : User}
                label={name || t('contacts.unnamed')}
                detail={detail}
                mark={isGroup && <span className="sr-only">{t('contacts.kind.group')}</span>}
                onSelect={run(() => void navigate({ to: '/contacts/$contactId', params: { contactId: id } }))}
              />
            ))}
          </Group>
        )}
        <Group heading={t('palette.appearance')}>
          {themes.map((theme) => (
            <Item
              key={theme}
              icon={themeIcons[theme]}
              label={t(`palette.theme.${theme}`)}
              onSelect={run(() => preferences.set({ theme }))}
            />
          ))}
          {(['ru', 'en'] as const).map((language) => (
            <Item
              key={language}
              icon={Languages}
              label={t(`palette.language.${language}`)}
              onSelect={run(() => preferences.set({ language }))}
            />
          ))}
        </Group>
        <Group heading={t('palette.help')}>
          <Item
            icon={Keyboard}
            label={t('palette.shortcuts')}
            keys={shortcuts.help.keys}
            onSelect={run(() => overlay.show('shortcuts'))}
          />
          {isLocal && (
            <Item icon={Users} label={t('local.join.action')} onSelect={run(() => overlay.show('join-team'))} />
          )}
          <Item icon={LogOut} label={t('palette.signOut')} onSelect={run(signOut)} />
        </Group>
      </Command.List>
    </Command>
  );
};

/** Prefix of results that were searched already and must not be filtered by name: a phone number does not occur in it. */
const FOUND = 'found ';
const FOUND_RANK = 0.5;
/**
 * The item that Enter opens. cmdk keeps its selection when the selected item is replaced by new results, and Enter would then open nothing;
 * the first item is selected instead.
 */
const useSelection = (conversations: unknown, customers: unknown) => {
  const list = useRef<HTMLDivElement>(null);
  const [selected, setSelected] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was found is the reason to look again.
  useEffect(() => {
    const items = [...(list.current?.querySelectorAll<HTMLElement>('[cmdk-item]') ?? [])];
    const values = items.map(({ dataset }) => dataset.value ?? '');
    setSelected((current) => (values.includes(current) ? current : (values[0] ?? '')));
  }, [conversations, customers]);
  return { list, selected, setSelected };
};

const rankCommand = (value: string, search: string): number =>
  value.startsWith(FOUND) ? FOUND_RANK : defaultFilter(value, search);

const Group = ({ heading, children }: { readonly heading: string; readonly children: ReactNode }) => (
  <Command.Group
    heading={heading}
    className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint"
  >
    {children}
  </Command.Group>
);

type ItemProps = {
  readonly icon: LucideIcon;
  readonly label: string;
  /** The text to search, if it is more than the label. */
  readonly value?: string;
  readonly detail?: string;
  readonly mark?: ReactNode;
  readonly keys?: readonly string[];
  readonly onSelect: () => void;
};

const Item = ({ icon: Icon, label, value = label, detail, mark, keys, onSelect }: ItemProps) => (
  <Command.Item
    value={value}
    onSelect={onSelect}
    className="flex min-h-9 items-center gap-3 rounded-control px-2 text-13 select-none data-[selected=true]:bg-surface-2 max-panes:min-h-11"
  >
    <Icon size={16} aria-hidden className="shrink-0 text-muted" />
    <span className="min-w-0 flex-1 truncate max-panes:py-1.5">
      {label}
      {detail && <span className="text-muted max-panes:hidden"> · {detail}</span>}
      {detail && <span className="hidden truncate text-12 text-muted max-panes:block">{detail}</span>}
    </span>
    {mark}
    {keys && <Keys keys={keys} />}
  </Command.Item>
);
