import { type ComponentProps, forwardRef } from 'react';
import { classNames } from '../class-names.ts';

type ScrollerProps = ComponentProps<'section'> & { readonly 'aria-label': string };

/** A scrollable region that can be focused and scrolled by keyboard. */
export const Scroller = forwardRef<HTMLElement, ScrollerProps>(({ className, ...rest }, ref) => (
  <section
    ref={ref}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the focus to be scrolled by keys
    tabIndex={0}
    className={classNames('focus-inset min-h-0 overflow-y-auto', className)}
    {...rest}
  />
));
Scroller.displayName = 'Scroller';
