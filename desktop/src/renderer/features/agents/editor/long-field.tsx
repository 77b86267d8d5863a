import { useId } from 'react';
import { classNames } from '../../../ui/class-names.ts';
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
  const id = useId();
  const described = [...(hint ? [`${id}-hint`] : []), ...(problem ? [`${id}-problem`] : [])].join(' ');
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-13 font-medium">
        {label}
      </label>
      <textarea
        id={id}
        lang={language}
        value={value}
        readOnly={disabled}
        placeholder={placeholder}
        aria-invalid={problem !== undefined}
        aria-describedby={described || undefined}
        onChange={(event) => onChange(event.target.value)}
        className={classNames(
          fieldClass,
          'field-sizing-content px-3 py-2 text-14 [overflow-wrap:anywhere]',
          className,
          disabled && 'bg-surface-2',
        )}
      />
      {problem && (
        <p id={`${id}-problem`} role="alert" className="text-12 text-danger">
          {problem}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-12 text-muted">
          {hint}
        </p>
      )}
    </div>
  );
};
