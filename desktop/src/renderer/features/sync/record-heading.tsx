import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RecordPlace } from '../../parts/refusals/use-record.ts';
import { classNames } from '../../ui/class-names.ts';

type RecordHeadingProps = {
  readonly icon: LucideIcon;
  readonly ink: string;
  readonly record: RecordPlace;
  /** The part of the record concerned. */
  readonly about: string;
  readonly children?: ReactNode;
};

/** A record's name as a link to it, and the part concerned. */
export const RecordHeading = ({ icon: Icon, ink, record, about, children }: RecordHeadingProps) => (
  <div className="flex items-start gap-2">
    <Icon size={16} aria-hidden className={classNames('mt-0.5 shrink-0', ink)} />
    <div className="min-w-0 flex-1">
      <h3 className="line-clamp-2 font-medium [overflow-wrap:anywhere]">
        {record.open ? (
          <button type="button" onClick={record.open} className="text-left hover:underline">
            {record.name}
          </button>
        ) : (
          record.name
        )}
      </h3>
      <p className="text-12 text-muted [overflow-wrap:anywhere]">
        {record.kind} · {about}
      </p>
    </div>
    {children}
  </div>
);
