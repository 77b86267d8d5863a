import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { mayAdminister, mayWrite } from '@inbetwin/shared/contracts/rights.ts';
import type { CollectionName } from '@inbetwin/shared/entities/registry.ts';
import type { Caller } from '../accounts/access-token.ts';

/** Throws `auth.forbidden` unless the caller manages the team. */
export const requireAdmin = (caller: Caller): void => {
  if (!mayAdminister(caller.role)) throw forbidden('Only an owner or admin of the team may do this.');
};

/** Throws `auth.forbidden` for a caller who may only read. */
export const requireWrite = (caller: Caller, collection: CollectionName): void => {
  if (!mayWrite(caller.role, collection)) throw forbidden(`Your role may not change ${collection}.`);
};

const forbidden = (message: string): Failure =>
  new Failure('auth.forbidden', message, 'Ask an owner or admin of your team.');
