import type { RouteName } from '@inbetwin/shared/contracts/http.ts';
import type { MonotonicClock } from '@inbetwin/shared/ports/clock.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { createGrowingDelay, type DelayTimes } from './growing-delay.ts';
import { networkOf } from './network-of.ts';
import { takePoint } from './take-point.ts';

type Limit = { readonly points: number; readonly seconds: number };

/** How many sign-in attempts are answered without delay. */
export type AuthLimits = {
  /** All attempts from one network address, for any account. */
  readonly perAddress: Limit;
  /** Wrong passwords for one account from one address, or from one device that has signed in to the account before. */
  readonly perPair: DelayTimes;
  /** Attempts for one account from anywhere that are answered at once; further ones are only answered more slowly. */
  readonly perEmail: Limit;
  /** Attempts to create a team. */
  readonly newTeams: { readonly perAddress: Limit; readonly inAll: Limit };
};

const usual: AuthLimits = {
  perAddress: { points: 300, seconds: 60 },
  perPair: { free: 5, first: 1_000, longest: 60_000, forgottenAfter: 15 * 60_000 },
  perEmail: { points: 20, seconds: 300 },
  newTeams: { perAddress: { points: 20, seconds: 3_600 }, inAll: { points: 200, seconds: 3_600 } },
};

/** How long a sign-in takes while its account is being guessed from many addresses; it never takes longer. */
const SLOWED_MS = 3_000;

const guarded: ReadonlySet<RouteName> = new Set<RouteName>([
  'register',
  'login',
  'redeemLink',
  'refresh',
  'join',
  'readInvitation',
]);

/** Requests that try a password. */
const tries: ReadonlySet<RouteName> = new Set<RouteName>(['login', 'join']);

type Attempt = {
  readonly route: RouteName;
  readonly address: string;
  readonly email: string | undefined;
  /** The device's id, if it has signed in to this account before. */
  readonly device: string | undefined;
};

type Parts = {
  readonly limits?: AuthLimits | undefined;
  readonly clock: MonotonicClock;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
};

/**
 * Slows down password guessing without letting strangers lock anybody out. Failures from one address or device delay only that address or
 * device. Guesses from many addresses only make responses for that account slower, and not for devices that have signed in to it before.
 */
export const createAuthLimits = ({ limits = usual, clock, wait = pause }: Parts) => {
  const addresses = createLimiter(limits.perAddress);
  const emails = createLimiter(limits.perEmail);
  const founders = createLimiter(limits.newTeams.perAddress);
  const foundings = createLimiter(limits.newTeams.inAll);
  const pairs = createGrowingDelay(limits.perPair, clock);

  return {
    /** Throws `request.too_many` with the time to wait. */
    admit: async (attempt: Attempt, signal: AbortSignal): Promise<void> => {
      const { route, address, email, device } = attempt;
      if (!guarded.has(route)) return;
      // Renewals are counted separately, so that signed-in devices keep working while another device in the same network is guessing.
      await takePoint(
        addresses,
        `${route === 'refresh' ? 'renewal' : 'entry'} ${networkOf(address)}`,
        'Too many tries',
      );
      if (route === 'register') {
        await takePoint(founders, networkOf(address), 'Too many new teams');
        await takePoint(foundings, 'all', 'Too many new teams');
      }
      if (!tries.has(route) || email === undefined) return;
      pairs.take(pairOf(attempt));
      if (device !== undefined) return;
      const { consumedPoints } = await emails.penalty(email);
      if (consumedPoints > limits.perEmail.points) await wait(SLOWED_MS, signal);
    },
    /** A successful sign-in is not a guess. */
    forgive: async (attempt: Attempt): Promise<void> => {
      const { route, email, device } = attempt;
      if (!tries.has(route) || email === undefined) return;
      pairs.forgive(pairOf(attempt));
      if (device === undefined) await emails.reward(email);
    },
  };
};
/** Limits sign-in attempts; see `createAuthLimits`. */
export type AuthGuard = ReturnType<typeof createAuthLimits>;

const createLimiter = ({ points, seconds }: Limit) => new RateLimiterMemory({ points, duration: seconds });

const pairOf = ({ email, address, device }: Attempt): string =>
  device === undefined ? `${email} ${networkOf(address)}` : `${email} device ${device}`;
