import { useId } from 'react';
import { classNames } from '../class-names.ts';
import { fieldClass } from './text-field.tsx';

type SelectFieldProps = {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
  readonly className?: string;
};

/** A labeled list of options with an optional hint. */
export const SelectField = ({ label, hint, value, options, onChange, disabled, className }: SelectFieldProps) => {
  const id = useId();
  return (
    <div className={classNames('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-13 font-medium">
        {label}
      </label>
      <select
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
        className={classNames(fieldClass, 'h-9 px-2 text-14 max-panes:h-11')}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}-hint`} className="text-12 text-muted">
          {hint}
        </p>
      )}
    </div>
  );
};
