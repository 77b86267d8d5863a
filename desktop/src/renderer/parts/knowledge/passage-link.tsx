import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

type PassageLinkProps = {
  readonly sourceId: string;
  readonly passageId: string;
  readonly className: string;
  readonly children: ReactNode;
};

/** A link to a passage within its source. */
export const PassageLink = ({ sourceId, passageId, className, children }: PassageLinkProps) => (
  <Link to="/knowledge/$sourceId" params={{ sourceId }} search={{ passage: passageId }} className={className}>
    {children}
  </Link>
);
