import type { RouteName } from '@inbetwin/shared/contracts/http.ts';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Caller } from '../../accounts/access-token.ts';
import { takePoint } from './take-point.ts';

/** Requests per minute and person, across all devices, for each expensive route. */
export type AccountLimits = { readonly [N in RouteName]?: number };

/** Pulling 300,000 documents takes 300 requests, pushing them 600. */
const usual: AccountLimits = { pull: 1_500, push: 1_500 };

/** Prevents one person's devices from overloading the server for everyone else. */
export const createAccountGuard = (limits: AccountLimits = usual) => {
  const limiters = new Map(
    Object.entries(limits).map(([name, points]) => [name, new RateLimiterMemory({ points, duration: 60 })]),
  );
  return {
    /** Throws `request.too_many` with the time to wait. */
    admit: async (route: RouteName, { userId }: Caller): Promise<void> => {
      const limiter = limiters.get(route);
      if (limiter) await takePoint(limiter, userId, 'Too many requests');
    },
  };
};
/** Limits requests per person; see `createAccountGuard`. */
export type AccountGuard = ReturnType<typeof createAccountGuard>;
