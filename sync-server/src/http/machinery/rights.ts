import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { may, mayAdminister, type Subject } from '@inbetwin/shared/contracts/rights.ts';
import type { Operation } from '@inbetwin/shared/entities/declaring/rights.ts';
import type { Caller } from '../../accounts/access-token.ts';

/** Throws `auth.forbidden` unless the caller may administer the team. */
export const requireAdmin = (caller: Caller): void => {
  if (!mayAdminister(caller.role)) throw forbidden('Only an owner or admin of the team may do this.');
};

/** Throws `auth.forbidden` unless the caller's role permits the operation on the subject. */
export const requireRight = ({ role }: Caller, operation: Operation, subject: Subject): void => {
  if (!may(role, subject, operation)) throw forbidden(`Your role may not ${operation} ${subject}.`);
};

const forbidden = (message: string): Failure =>
  new Failure('auth.forbidden', message, 'Ask an owner or admin of your team.');
