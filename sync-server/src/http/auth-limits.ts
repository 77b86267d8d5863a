import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { RouteName } from '@inbetwin/shared/contracts/http.ts';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from './network-of.ts';
import type { AuthLimits } from './services.ts';

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

const take = async (limiter: RateLimiterMemory, key: string): Promise<void> => {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const retryAfter = Math.ceil(error.msBeforeNext / 1000);
    throw new Failure('request.too_many', 'Too many tries in a short time.', `Wait ${retryAfter} s and try again.`, {
      retryAfter,
    });
  }
};

const keyOf = (email: string, address: string): string => `${email} ${networkOf(address)}`;
