import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { RouteName } from '@inbetwin/shared/contracts/http.ts';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { AuthLimits } from './services.ts';

const defaults: AuthLimits = { perAddress: { points: 300, seconds: 60 }, perEmail: { points: 10, seconds: 300 } };

const guarded: ReadonlySet<RouteName> = new Set<RouteName>(['register', 'login', 'redeemLink', 'refresh']);

type Attempt = { readonly route: RouteName; readonly address: string; readonly email: string | undefined };

/** Counts tries at signing in, per address and per e-mail. In memory: each process counts for itself. */
export const createAuthLimits = ({ perAddress, perEmail }: AuthLimits = defaults) => {
  const addresses = new RateLimiterMemory({ points: perAddress.points, duration: perAddress.seconds });
  const emails = new RateLimiterMemory({ points: perEmail.points, duration: perEmail.seconds });
  return {
    /** Throws `request.too_many` with the time to wait. */
    admit: async ({ route, address, email }: Attempt): Promise<void> => {
      if (!guarded.has(route)) return;
      await take(addresses, networkOf(address));
      if (email !== undefined) await take(emails, email);
    },
    /** A sign-in that succeeded is no guessing. */
    forgive: async ({ route, email }: Attempt): Promise<void> => {
      if (route === 'login' && email !== undefined) await emails.delete(email);
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

/** One subscriber has a whole /64 of IPv6 addresses. */
const networkOf = (address: string): string => {
  const plain = address.replace(/^::ffff:/, '');
  return plain.includes(':') ? plain.split(':').slice(0, 4).join(':') : plain;
};
