import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Handlers } from '../machinery/handler.ts';

/** Registration, sign-in, and sessions. */
export const authHandlers: Pick<
  Handlers,
  'registration' | 'register' | 'login' | 'redeemLink' | 'refresh' | 'logout' | 'me'
> = {
  registration: async ({ services: { registration } }) => ({ registration }),
  register: async ({ services: { accounts, registration }, body: { invitation, ...account }, use }) => {
    if (registration === 'open') return accounts.register(account, { use });
    if (registration === 'invited' && invitation !== undefined) return accounts.register(account, { invitation, use });
    throw registration === 'closed' ? isClosed() : needsInvitation();
  },
  login: ({ services, body, use }) => services.accounts.login(body, use),
  redeemLink: ({ services, body, use }) => services.accounts.redeemLink(body.token, use),
  refresh: ({ services, body, use }) => services.accounts.refresh(body.refreshToken, use),
  logout: async ({ services, body }) => {
    await services.accounts.logout(body.refreshToken);
    return null;
  },
  me: ({ services, caller }) => services.accounts.describe(caller),
};

const isClosed = () =>
  new Failure(
    'auth.registration_closed',
    'No teams can be made on this server.',
    'Ask a team for access; the operator may set REGISTRATION to invited or open.',
  );

const needsInvitation = () =>
  new Failure(
    'auth.registration_closed',
    'A team can be made with an invitation only.',
    "Ask the server's operator for a link, which `npm run admin -- invite` prints.",
  );
