import { Router } from 'express';
import { refuseOtherMethods } from './machinery/other-methods.ts';

const ADDRESS = '/oauth/callback';
/** What a platform may hand over: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2 and RFC 9207. */
const NAMES = ['state', 'code', 'error', 'iss'];
const MAX_VALUE = 4000;

/**
 * Where platforms send an administrator back to after signing in. It only opens the workspace with what they handed over: the workspace, in
 * which that administrator is signed in, completes the connection, so that an answer is of no use in anybody else's browser.
 */
export const createOAuthCallback = (): Router => {
  const router = Router();
  router.get(ADDRESS, ({ query }, response) => {
    const answer = new URLSearchParams();
    for (const name of NAMES) {
      const value = query[name];
      if (typeof value === 'string' && value.length <= MAX_VALUE) answer.set(name, value);
    }
    // In the fragment, so that it is in no log of a proxy.
    const address = `/#/settings/signed-in/${encodeURIComponent(answer.toString())}`;
    response.status(303).set('Cache-Control', 'no-store').location(address).end();
  });
  return refuseOtherMethods(router);
};
