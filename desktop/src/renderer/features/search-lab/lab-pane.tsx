import { forwardRef, type ReactNode } from 'react';

/** A view of the lab: a column that scrolls as a whole. */
export const LabPane = forwardRef<HTMLDivElement, { readonly children: ReactNode }>(({ children }, ref) => (
  <div ref={ref} className="min-h-0 flex-1 overflow-y-auto">
    <div className="relative mx-auto flex min-h-full max-w-3xl flex-col gap-4 p-6 max-panes:p-4">{children}</div>
  </div>
));
LabPane.displayName = 'LabPane';
