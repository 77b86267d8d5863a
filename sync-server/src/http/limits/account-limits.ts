import type { RouteName } from '@inbetwin/shared/contracts/http.ts';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Caller } from '../../accounts/access-token.ts';
import { takePoint } from './take-point.ts';

/** Requests in a minute, of each route that costs the server much, by one person on all devices. */
export type AccountLimits = { readonly [N in RouteName]?: number };

/** 300,000 documents are pulled with 300 requests, and sent with 600. */
const usual: AccountLimits = { pull: 1_500, push: 1_500 };

/** Keeps one person's programs from taking the server from the others. */
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
export type AccountGuard = ReturnType<typeof createAccountGuard>;
