import type { ReactNode } from 'react';

type ScreenProps = { readonly title: ReactNode; readonly actions?: ReactNode; readonly children: ReactNode };

/** The frame of a screen with one pane: title, main actions, and content. */
export const Screen = ({ title, actions, children }: ScreenProps) => (
  <div className="flex h-full min-w-0 flex-col bg-surface">
    <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line px-4 py-2">
      <h1 className="min-w-0 flex-1 truncate text-16 font-semibold">{title}</h1>
      {actions}
    </header>
    {children}
  </div>
);
