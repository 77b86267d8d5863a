import { classNames } from '../class-names.ts';
import { FieldFrame } from './field-frame.tsx';
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
export const SelectField = ({ label, hint, value, options, onChange, disabled, className }: SelectFieldProps) => (
  <FieldFrame label={label} hint={hint} className={className}>
    {(ties) => (
      <select
        {...ties}
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
    )}
  </FieldFrame>
);
