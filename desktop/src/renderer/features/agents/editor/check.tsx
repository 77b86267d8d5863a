import type { ReactNode } from 'react';

type CheckProps = {
  readonly label: ReactNode;
  /** The accessible name, if the label alone is not clear. */
  readonly name?: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
};

/** A checkbox with its label. */
export const Check = ({ label, name, hint, checked, disabled = false, onChange }: CheckProps) => (
  <label className="flex min-h-8 min-w-0 items-center gap-2 max-panes:min-h-11">
    <input
      type="checkbox"
      {...(name && { 'aria-label': name })}
      checked={checked}
      disabled={disabled}
      onChange={(event) => onChange(event.target.checked)}
      className="size-4 shrink-0 accent-accent"
    />
    <span className="min-w-0">
      {label}
      {hint && <span className="text-12 text-muted"> · {hint}</span>}
    </span>
  </label>
);
