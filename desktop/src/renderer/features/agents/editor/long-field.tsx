import { classNames } from '../../../ui/class-names.ts';
import { FieldFrame } from '../../../ui/fields/field-frame.tsx';
import { fieldClass } from '../../../ui/fields/text-field.tsx';

type LongFieldProps = {
  readonly label: string;
  readonly hint?: string;
  /** The language of its content. */
  readonly language?: string;
  readonly value: string;
  readonly disabled: boolean;
  readonly problem: string | undefined;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
  readonly className?: string;
};

/** Grows with its text, so that nothing scrolls within the page. */
export const LongField = (props: LongFieldProps) => {
  const { label, hint, language, value, disabled, problem, placeholder, onChange, className = 'min-h-24' } = props;
  return (
    <FieldFrame label={label} hint={hint} problem={problem}>
      {(ties) => (
        <textarea
          {...ties}
          lang={language}
          value={value}
          readOnly={disabled}
          placeholder={placeholder}
          onChange={(event) => onChange(event.target.value)}
          className={classNames(
            fieldClass,
            'field-sizing-content px-3 py-2 text-14 [overflow-wrap:anywhere]',
            className,
            disabled && 'bg-surface-2',
          )}
        />
      )}
    </FieldFrame>
  );
};
