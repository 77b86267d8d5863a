import type { ReactNode } from 'react';

type SettingRowProps = { readonly label: ReactNode; readonly hint?: string; readonly children: ReactNode };

export const SettingRow = ({ label, hint, children }: SettingRowProps) => (
  <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line py-2 last:border-0">
    <div className="min-w-48 flex-1">
      <p>{label}</p>
      {hint && <p className="text-12 text-muted">{hint}</p>}
    </div>
    {children}
  </div>
);
