import { Switch as Radix } from 'radix-ui';
import { useId } from 'react';

type SwitchProps = {
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
};

/** An on/off switch with its label. */
export const Switch = ({ label, checked, disabled = false, onChange }: SwitchProps) => {
  const id = useId();
  return (
    <span className="inline-flex min-h-8 items-center gap-2 max-panes:min-h-11">
      <Radix.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        className="h-5 w-9 shrink-0 rounded-full border border-line-strong bg-surface-2 transition-colors duration-[120ms] ease-out disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <Radix.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-line-strong transition-transform duration-[120ms] ease-out data-[state=checked]:translate-x-[18px] data-[state=checked]:bg-accent-text" />
      </Radix.Root>
      <label htmlFor={id} className="text-13">
        {label}
      </label>
    </span>
  );
};
