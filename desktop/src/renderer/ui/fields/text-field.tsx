import { type ComponentProps, useId } from 'react';
import { classNames } from '../class-names.ts';

/** The classes shared by all text inputs. */
export const fieldClass =
  'w-full min-w-0 rounded-control border border-line-strong bg-surface text-text max-panes:text-16 disabled:opacity-60';

type TextFieldProps = Omit<ComponentProps<'input'>, 'id'> & {
  readonly label: string;
  readonly hint?: string;
};

/** A labeled text input with an optional hint. */
export const TextField = ({ label, hint, className, ...rest }: TextFieldProps) => {
  const id = useId();
  return (
    <div className={classNames('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-13 font-medium">
        {label}
      </label>
      <input
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className={classNames(fieldClass, 'h-9 px-3 text-14')}
        {...rest}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-12 text-muted">
          {hint}
        </p>
      )}
    </div>
  );
};
