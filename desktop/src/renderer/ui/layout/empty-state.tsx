import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type EmptyStateProps = {
  readonly icon: LucideIcon;
  readonly text: string;
  /** One button that begins. */
  readonly children?: ReactNode;
};

export const EmptyState = ({ icon: Icon, text, children }: EmptyStateProps) => (
  <div className="flex h-full min-h-48 flex-col items-center justify-center gap-4 p-8 text-center">
    <Icon size={24} strokeWidth={1.5} className="text-faint" aria-hidden />
    <p className="max-w-80 text-14 text-balance text-muted">{text}</p>
    {children}
  </div>
);
