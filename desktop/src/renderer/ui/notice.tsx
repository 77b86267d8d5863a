import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const tones = {
  caution: { icon: TriangleAlert, look: 'bg-caution-soft', ink: 'text-caution' },
  danger: { icon: CircleAlert, look: 'bg-danger-soft', ink: 'text-danger' },
  plain: { icon: Info, look: 'bg-surface-2', ink: 'text-muted' },
} as const;

type NoticeProps = {
  readonly tone: keyof typeof tones;
  readonly title: string;
  readonly children?: ReactNode;
  /** Announced by screen readers when it appears; a plain notice waits until they have finished speaking. */
  readonly live?: boolean;
};

/** A colored box with a message of one of three tones. */
export const Notice = ({ tone, title, children, live = false }: NoticeProps) => {
  const { icon: Icon, look, ink } = tones[tone];
  const role = tone === 'plain' ? 'status' : 'alert';
  return (
    <div className={classNames('flex gap-2 rounded-card px-3 py-2 text-13', look)} role={live ? role : undefined}>
      <Icon size={16} className={classNames('mt-0.5 shrink-0', ink)} aria-hidden />
      <div className="min-w-0 flex-1">
        <p className={classNames('font-medium', ink)}>{title}</p>
        {children && <div className="pt-1 text-text [overflow-wrap:anywhere]">{children}</div>}
      </div>
    </div>
  );
};
