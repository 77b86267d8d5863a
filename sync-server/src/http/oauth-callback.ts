import { Router } from 'express';
import { refuseOtherMethods } from './machinery/other-methods.ts';

const ADDRESS = '/oauth/callback';
/** The parameters that a platform may send: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2 and RFC 9207. */
const NAMES = ['state', 'code', 'error', 'iss'];
const MAX_VALUE = 4000;

/**
 * The redirect URI of all platforms. It only opens the workspace with the platform's answer: the workspace in which the administrator is
 * signed in completes the connection, so an answer is useless in anyone else's browser.
 */
export const createOAuthCallback = (): Router => {
  const router = Router();
  router.get(ADDRESS, ({ query }, response) => {
    const answer = new URLSearchParams();
    for (const name of NAMES) {
      const value = query[name];
      if (typeof value === 'string' && value.length <= MAX_VALUE) answer.set(name, value);
    }
    // In the fragment, so that no proxy logs it.
    const address = `/#/settings/signed-in/${encodeURIComponent(answer.toString())}`;
    response.status(303).set('Cache-Control', 'no-store').location(address).end();
  });
  return refuseOtherMethods(router);
};
