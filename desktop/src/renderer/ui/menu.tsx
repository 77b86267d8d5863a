import type { LucideIcon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

export const Menu = ({ trigger, children }: { readonly trigger: ReactElement; readonly children: ReactNode }) => (
  <DropdownMenu.Root>
    <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        align="end"
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

export const MenuItem = ({ icon: Icon, label, onSelect }: MenuItemProps) => (
  <DropdownMenu.Item
    onSelect={onSelect}
    className="flex min-h-8 items-center gap-2 rounded-control px-2 text-13 outline-none select-none data-[highlighted]:bg-surface-2 max-panes:min-h-10"
  >
    <Icon size={16} className="text-muted" aria-hidden />
    {label}
  </DropdownMenu.Item>
);
