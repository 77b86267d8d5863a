import { Command } from 'cmdk';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { overlay } from '../../base/overlay.ts';
import { Keys } from '../../ui/keys.tsx';

/** Commands of the palette under a heading. */
export const CommandGroup = ({ heading, children }: { readonly heading: string; readonly children: ReactNode }) => (
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

/** One command of the palette, which closes before it runs. */
export const CommandItem = ({ icon: Icon, label, value = label, detail, mark, keys, onSelect }: ItemProps) => (
  <Command.Item
    value={value}
    onSelect={() => {
      overlay.show(undefined);
      onSelect();
    }}
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
