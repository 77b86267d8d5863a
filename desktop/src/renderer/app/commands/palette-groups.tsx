import { mayAdminister } from '@inbetwin/shared/contracts/rights.ts';
import { useNavigate } from '@tanstack/react-router';
import { Bot, Keyboard, Languages, LogOut, Monitor, Moon, Sun, User, UserPlus, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { overlay } from '../../base/overlay.ts';
import { places } from '../../base/places.ts';
import { preferences, themes } from '../../base/preferences.ts';
import { shortcuts } from '../../base/shortcuts.ts';
import { useSignOut } from '../../parts/device/use-sign-out.ts';
import { useSession } from '../../session/session.ts';
import { channelLook } from '../../ui/channels.ts';
import { GroupMark } from '../../ui/group-mark.tsx';
import { CommandGroup, CommandItem } from './palette-item.tsx';
import type { PaletteFinds } from './use-palette-search.ts';

/** Prefix of results that were searched already and must not be filtered by name: a phone number does not occur in it. */
export const FOUND = 'found ';
const themeIcons = { system: Monitor, light: Sun, dark: Moon } as const;

/** The screens, and what can be created. */
export const PlaceCommands = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { team } = useSession();
  return (
    <CommandGroup heading={t('palette.go')}>
      <CommandItem
        icon={UserPlus}
        label={t('leads.newLead.title')}
        keys={shortcuts.newLead.keys}
        onSelect={() => overlay.show('new-lead')}
      />
      {team && mayAdminister(team.role) && (
        <CommandItem
          icon={Bot}
          label={t('agents.make.action')}
          onSelect={() => {
            overlay.show('new-agent');
            void navigate({ to: '/agents' });
          }}
        />
      )}
      {places.map((place) => (
        <CommandItem
          key={place.name}
          icon={place.icon}
          label={t(place.title)}
          {...('letter' in place && { keys: shortcuts[place.name].keys })}
          onSelect={() => void navigate({ to: place.to })}
        />
      ))}
    </CommandGroup>
  );
};

/** The conversations that were found. */
export const FoundConversations = ({ found }: { readonly found: PaletteFinds['conversations'] }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (!found || found.length === 0) return null;
  return (
    <CommandGroup heading={t('palette.conversations')}>
      {found.map(({ id, name, channel, isGroup }) => (
        <CommandItem
          key={id}
          value={`${FOUND}${id}`}
          icon={channelLook(channel).icon}
          label={name || t('contacts.unnamed')}
          mark={isGroup && <GroupMark />}
          onSelect={() => void navigate({ to: '/inbox/$conversationId', params: { conversationId: id } })}
        />
      ))}
    </CommandGroup>
  );
};

/** The customers that were found. */
export const FoundCustomers = ({ found }: { readonly found: PaletteFinds['customers'] }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (found.length === 0) return null;
  return (
    <CommandGroup heading={t('palette.customers')}>
      {found.map(({ id, name, detail, isGroup }) => (
        <CommandItem
          key={id}
          value={`${FOUND}${id}`}
          icon={isGroup ? Users : User}
          label={name || t('contacts.unnamed')}
          detail={detail}
          mark={isGroup && <span className="sr-only">{t('contacts.kind.group')}</span>}
          onSelect={() => void navigate({ to: '/contacts/$contactId', params: { contactId: id } })}
        />
      ))}
    </CommandGroup>
  );
};

/** Theme and language. */
export const AppearanceCommands = () => {
  const { t } = useTranslation();
  return (
    <CommandGroup heading={t('palette.appearance')}>
      {themes.map((theme) => (
        <CommandItem
          key={theme}
          icon={themeIcons[theme]}
          label={t(`palette.theme.${theme}`)}
          onSelect={() => preferences.set({ theme })}
        />
      ))}
      {(['ru', 'en'] as const).map((language) => (
        <CommandItem
          key={language}
          icon={Languages}
          label={t(`palette.language.${language}`)}
          onSelect={() => preferences.set({ language })}
        />
      ))}
    </CommandGroup>
  );
};

/** Help, and the person's account. */
export const HelpCommands = () => {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const { isLocal } = useSession();
  return (
    <CommandGroup heading={t('palette.help')}>
      <CommandItem
        icon={Keyboard}
        label={t('palette.shortcuts')}
        keys={shortcuts.help.keys}
        onSelect={() => overlay.show('shortcuts')}
      />
      {isLocal && (
        <CommandItem icon={Users} label={t('local.join.action')} onSelect={() => overlay.show('join-team')} />
      )}
      <CommandItem icon={LogOut} label={t('palette.signOut')} onSelect={signOut} />
    </CommandGroup>
  );
};
