import { Command, defaultFilter } from 'cmdk';
import { Dialog } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { overlay } from '../../base/overlay.ts';
import { LeftOutNote } from '../../parts/sync/left-out-note.tsx';
import { classNames } from '../../ui/class-names.ts';
import {
  AppearanceCommands,
  FOUND,
  FoundConversations,
  FoundCustomers,
  HelpCommands,
  PlaceCommands,
} from './palette-groups.tsx';
import { usePaletteSearch } from './use-palette-search.ts';

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
  const [text, setText] = useState('');
  const { conversations, customers, isLooking } = usePaletteSearch(text);
  const { list, selected, setSelected } = useSelection(conversations, customers);
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
        <PlaceCommands />
        <FoundConversations found={conversations} />
        <FoundCustomers found={customers} />
        <AppearanceCommands />
        <HelpCommands />
      </Command.List>
      {text.trim() !== '' && (
        <LeftOutNote of="contacts" className="border-t border-line px-4 py-2 text-12 text-muted" />
      )}
    </Command>
  );
};

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
