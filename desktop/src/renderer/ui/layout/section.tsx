import { type ReactNode, useId } from 'react';
import { classNames } from '../class-names.ts';

type SectionProps = {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
};

/** A titled section of a screen. */
export const Section = ({ title, action, children, className }: SectionProps) => {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classNames('flex min-w-0 flex-col gap-2', className)}>
      <div className="flex min-h-8 items-center justify-between gap-2">
        <h2 id={id} className="text-13 font-semibold">
          {title}
        </h2>
        {action}
      </div>
      {children}
    </section>
  );
};

type DetailProps = {
  readonly label: ReactNode;
  /** The path of the field within its document. */
  readonly field?: string;
  readonly children: ReactNode;
};

/** A labeled value in a list with hairlines between the rows. */
export const Detail = ({ label, field, children }: DetailProps) => (
  <div data-field={field} className="flex min-h-8 items-baseline gap-3 border-b border-line py-1.5 last:border-0">
    <dt className="w-(--detail-label,6rem) shrink-0 text-muted">{label}</dt>
    <dd className="min-w-0 flex-1 [overflow-wrap:anywhere]">{children}</dd>
  </div>
);
