import type { Handlers } from './handler.ts';

export const authHandlers: Pick<Handlers, 'register' | 'login' | 'redeemLink' | 'refresh' | 'logout' | 'me'> = {
  register: ({ services, body }) => services.accounts.register(body),
  login: ({ services, body }) => services.accounts.login(body),
  redeemLink: ({ services, body }) => services.accounts.redeemLink(body.token),
  refresh: ({ services, body }) => services.accounts.refresh(body.refreshToken),
  logout: async ({ services, body }) => {
    await services.accounts.logout(body.refreshToken);
    return null;
  },
  me: ({ services, caller }) => services.accounts.describe(caller),
};
