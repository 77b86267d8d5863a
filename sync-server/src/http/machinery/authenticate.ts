import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Request } from 'express';
import type { Caller } from '../../accounts/access-token.ts';
import type { Accounts } from '../../accounts/accounts.ts';

/** Identifies the caller by the bearer token. Throws `auth.required`, `auth.token_expired`, or `auth.token_invalid`. */
export const authenticate = async (request: Request, accounts: Accounts): Promise<Caller> => {
  const token = /^Bearer +(\S+) *$/i.exec(request.get('authorization') ?? '')?.[1];
  if (token) return accounts.verifyAccess(token);
  throw new Failure(
    'auth.required',
    'This needs a signed-in caller.',
    'Send the header `Authorization: Bearer <accessToken>`.',
  );
};
