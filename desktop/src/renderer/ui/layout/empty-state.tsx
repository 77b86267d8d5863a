import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type EmptyStateProps = {
  readonly icon: LucideIcon;
  readonly text: string;
  /** A button to get started. */
  readonly children?: ReactNode;
};

/** Shown in place of a list or pane without content. */
export const EmptyState = ({ icon: Icon, text, children }: EmptyStateProps) => (
  <div className="flex h-full min-h-48 flex-col items-center justify-center gap-4 p-8 text-center">
    <Icon size={24} strokeWidth={1.5} className="text-faint" aria-hidden />
    <p className="max-w-80 text-14 text-balance text-muted">{text}</p>
    {children}
  </div>
);
