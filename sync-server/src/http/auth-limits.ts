import type { RouteName } from '@inbetwin/shared/contracts/http.ts';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { networkOf } from './network-of.ts';
import type { AuthLimits } from './services.ts';
import { takePoint } from './take-point.ts';

const defaults: AuthLimits = { perAddress: { points: 300, seconds: 60 }, perEmail: { points: 10, seconds: 300 } };

const guarded: ReadonlySet<RouteName> = new Set<RouteName>(['register', 'login', 'redeemLink', 'refresh']);

/** From everywhere together an e-mail takes this many times its tries, so that a stranger locks nobody out with a few. */
const ANYWHERE = 10;

type Attempt = { readonly route: RouteName; readonly address: string; readonly email: string | undefined };

/** Counts tries at signing in, per address, per e-mail from one address and per e-mail. In memory: each process counts for itself. */
export const createAuthLimits = ({ perAddress, perEmail }: AuthLimits = defaults) => {
  const addresses = new RateLimiterMemory({ points: perAddress.points, duration: perAddress.seconds });
  const emailsFrom = new RateLimiterMemory({ points: perEmail.points, duration: perEmail.seconds });
  const emails = new RateLimiterMemory({ points: perEmail.points * ANYWHERE, duration: perEmail.seconds });
  return {
    /** Throws `request.too_many` with the time to wait. */
    admit: async ({ route, address, email }: Attempt): Promise<void> => {
      if (!guarded.has(route)) return;
      await take(addresses, networkOf(address));
      if (email === undefined) return;
      await take(emailsFrom, keyOf(email, address));
      await take(emails, email);
    },
    /** A sign-in that succeeded is no guessing. */
    forgive: async ({ route, address, email }: Attempt): Promise<void> => {
      if (route === 'login' && email !== undefined) await emailsFrom.delete(keyOf(email, address));
    },
  };
};
export type AuthGuard = ReturnType<typeof createAuthLimits>;

const take = (limiter: RateLimiterMemory, key: string): Promise<void> => takePoint(limiter, key, 'Too many tries');

const keyOf = (email: string, address: string): string => `${email} ${networkOf(address)}`;
