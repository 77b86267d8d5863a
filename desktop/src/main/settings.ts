import { Failure } from '@inbetwin/shared/contracts/errors.ts';

const DEFAULT_SERVER = 'http://127.0.0.1:8787';

/** The URL of the workspace's server: an origin without a path. Throws a `Failure` for anything else. */
export const readServerUrl = (environment: Readonly<Record<string, string | undefined>>): string => {
  const given = environment.INBETWIN_URL?.trim() || DEFAULT_SERVER;
  const url = URL.parse(given);
  if (url && (url.protocol === 'http:' || url.protocol === 'https:') && !url.username && !url.password)
    return url.origin;
  throw new Failure(
    'request.invalid',
    `INBETWIN_URL is not the address of a server: ${given}`,
    `Set it to an address such as ${DEFAULT_SERVER}.`,
  );
};

/** The fragment of `INBETWIN_LINK` (the one-time sign-in link of a newly started server), such as `#/link/abc`, or an empty string. */
export const readSignInFragment = (environment: Readonly<Record<string, string | undefined>>): string => {
  const { hash = '' } = URL.parse(environment.INBETWIN_LINK ?? '') ?? {};
  return /^#\/link\/[\w-]+$/.test(hash) ? hash : '';
};
