import { type ComponentProps, forwardRef } from 'react';
import { classNames } from './class-names.ts';

type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger';

const looks: Record<ButtonLook, string> = {
  primary: 'bg-accent text-accent-text hover:opacity-90',
  plain: 'border border-line bg-surface text-text hover:bg-surface-2',
  quiet: 'text-muted hover:bg-surface-2 hover:text-text',
  danger: 'bg-danger text-danger-text hover:opacity-90',
};

type ButtonProps = ComponentProps<'button'> & { readonly look?: ButtonLook };

/** The classes of a button, for links and menu triggers that look like one. */
export const buttonClass = (look: ButtonLook): string =>
  classNames(
    'inline-flex min-h-8 shrink-0 items-center justify-center gap-2 rounded-control px-3 py-1 text-13 font-medium select-none',
    'transition-[background-color,opacity,color] duration-[120ms] ease-out disabled:pointer-events-none disabled:opacity-50',
    looks[look],
  );

/** A button with one of four looks; it is not a submit button unless `type` says so. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(
  ({ look = 'plain', className, type = 'button', ...rest }, ref) => (
    <button ref={ref} type={type} className={classNames(buttonClass(look), className)} {...rest} />
  ),
);
Button.displayName = 'Button';
