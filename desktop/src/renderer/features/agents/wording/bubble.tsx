import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import type { ReactNode } from 'react';
import { classNames } from '../../../ui/class-names.ts';

type BubbleProps = {
  readonly by: 'customer' | 'agent';
  readonly language: Language;
  /** Says whose words these are. */
  readonly label: string;
  readonly children: ReactNode;
};

/** A message as a customer reads it. */
export const Bubble = ({ by, language, label, children }: BubbleProps) => (
  <figure
    className={classNames('flex max-w-[85%] flex-col gap-0.5', by === 'agent' ? 'items-end self-end' : 'self-start')}
  >
    <figcaption className="sr-only">{label}</figcaption>
    <p
      lang={language}
      className={classNames(
        'rounded-card px-3 py-2 text-14 [overflow-wrap:anywhere] whitespace-pre-wrap',
        by === 'agent' ? 'bg-agent-soft' : 'bg-surface-2',
      )}
    >
      {children}
    </p>
  </figure>
);
