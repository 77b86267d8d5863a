import { Check, type LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

type MenuProps = {
  readonly trigger: ReactElement;
  readonly align?: 'start' | 'end';
  readonly children: ReactNode;
};

/** A dropdown menu that opens from `trigger`. */
export const Menu = ({ trigger, align = 'end', children }: MenuProps) => (
  <DropdownMenu.Root>
    <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className="z-50 min-w-44 rounded-card bg-surface p-1 shadow-float animate-enter"
      >
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu.Root>
);

type MenuItemProps = { readonly icon: LucideIcon; readonly label: string; readonly onSelect: () => void };

/** An action in a menu. */
export const MenuItem = ({ icon: Icon, label, onSelect }: MenuItemProps) => (
  <DropdownMenu.Item
    onSelect={onSelect}
    className="flex min-h-8 items-center gap-2 rounded-control px-2 text-13 outline-none select-none data-[highlighted]:bg-surface-2 max-panes:min-h-10"
  >
    <Icon size={16} className="text-muted" aria-hidden />
    {label}
  </DropdownMenu.Item>
);

type MenuChoiceProps<V extends string> = {
  readonly label: string;
  readonly value: V;
  readonly options: readonly {
    readonly value: V;
    readonly icon: LucideIcon;
    readonly label: string;
    /** Explains the option. */
    readonly hint: string;
  }[];
  readonly onChange: (value: V) => void;
};

/** A choice of a few options within a menu, each with an explanation. */
export const MenuChoice = <V extends string>({ label, value, options, onChange }: MenuChoiceProps<V>) => (
  <DropdownMenu.RadioGroup
    aria-label={label}
    value={value}
    onValueChange={(chosen) => {
      const option = options.find((candidate) => candidate.value === chosen);
      if (option && option.value !== value) onChange(option.value);
    }}
  >
    {options.map(({ value: each, icon: Icon, label: name, hint }) => (
      <DropdownMenu.RadioItem
        key={each}
        value={each}
        className="grid w-[min(320px,calc(100vw-32px))] grid-cols-[auto_1fr_auto] gap-x-2 rounded-control px-2 py-1.5 text-13 outline-none select-none data-[highlighted]:bg-surface-2 max-panes:py-2.5"
      >
        <Icon size={16} className="mt-0.5 text-muted" aria-hidden />
        <span className="min-w-0">
          <span className="block font-medium">{name}</span>
          <span className="block text-12 text-muted">{hint}</span>
        </span>
        <DropdownMenu.ItemIndicator className="mt-0.5 text-accent">
          <Check size={16} aria-hidden />
        </DropdownMenu.ItemIndicator>
      </DropdownMenu.RadioItem>
    ))}
  </DropdownMenu.RadioGroup>
);
