import type { ComponentProps } from 'react';
import { classNames } from '../class-names.ts';
import { FieldFrame } from './field-frame.tsx';

/** The classes shared by all text inputs. */
export const fieldClass =
  'w-full min-w-0 rounded-control border border-line-strong bg-surface text-text max-panes:text-16 disabled:opacity-60';

type TextFieldProps = Omit<ComponentProps<'input'>, 'id'> & {
  readonly label: string;
  readonly hint?: string;
};

/** A labeled text input with an optional hint. */
export const TextField = ({ label, hint, className, ...rest }: TextFieldProps) => (
  <FieldFrame label={label} hint={hint} className={className}>
    {(ties) => <input {...ties} className={classNames(fieldClass, 'h-9 px-3 text-14')} {...rest} />}
  </FieldFrame>
);
