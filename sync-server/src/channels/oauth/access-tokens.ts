import type { AccessToken } from '@inbetwin/bot/channels/channel.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';
import { type RetryLimits, retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import type { Grant } from './grant.ts';

/** Maximum sleep, because the clock may jump. Milliseconds. */
const LONGEST_SLEEP_MS = 10 * 60_000;

/** Stores and renews the grant of an account. */
export type GrantSource = {
  /** Throws `secrets.unreadable`. */
  readonly read: () => Grant;
  /** Throws `channel.signed_out` if the platform permanently refuses to renew it. */
  readonly renew: (grant: Grant) => Promise<Grant>;
  /** Resolves once `next` has replaced `former` on disk. */
  readonly store: (former: Grant, next: Grant) => Promise<void>;
};

export type TokenOptions = {
  readonly source: GrantSource;
  /**
   * Called with the failure when the account has no usable access token or can never get one again, and with undefined when it has one
   * again.
   */
  readonly onTrouble: (failure: Failure | undefined) => void;
  readonly clock: Clock;
  readonly timing: RetryLimits;
  readonly random?: () => number;
  readonly signal: AbortSignal;
};

export type AccessTokens = {
  readonly get: AccessToken;
  /** Renews the token before it expires; resolves when `signal` has aborted or the account must be connected again. */
  keepFresh(): Promise<void>;
};

type Trouble = { readonly failure: Failure; readonly until: number };

/**
 * The access tokens of one account. Concurrent callers share one renewal. A renewed grant is on disk before it is used, because the
 * platform may have invalidated the previous refresh token; if writing fails, the same grant is stored later instead of being renewed
 * again. After a failed renewal, the platform is not called again until a growing delay has passed, and after `channel.signed_out` never.
 */
export const openAccessTokens = ({ source, onTrouble, signal, ...options }: TokenOptions): AccessTokens => {
  const { clock, timing, random = Math.random } = options;
  let known: Grant | undefined;
  let unstored: Grant | undefined;
  let trouble: Trouble | undefined;
  let failures = 0;
  let isTold = false;
  let renewing: Promise<Grant> | undefined;

  const grant = (): Grant => {
    known ??= source.read();
    return known;
  };

  const renewOnce = async (): Promise<Grant> => {
    const former = grant();
    unstored ??= await source.renew(former);
    await source.store(former, unstored);
    known = unstored;
    unstored = undefined;
    return known;
  };

  const onRenewed = (): void => {
    failures = 0;
    trouble = undefined;
    if (isTold) onTrouble(undefined);
    isTold = false;
  };

  const onFailed = (failure: Failure, hasToken: boolean): void => {
    failures += 1;
    const isLasting = failure.code === 'channel.signed_out';
    const wait = isLasting ? Number.POSITIVE_INFINITY : retryDelay(timing, { failures, error: failure }, random);
    trouble = { failure, until: clock() + wait };
    if (hasToken && !isLasting) return;
    isTold = true;
    onTrouble(failure);
  };

  const attempt = async (refused: string | undefined): Promise<Grant> => {
    if (trouble && clock() < trouble.until) throw trouble.failure;
    try {
      const renewed = await renewOnce();
      onRenewed();
      return renewed;
    } catch (error) {
      const failure = asFailure(error);
      onFailed(failure, isUsable(grant(), refused, clock()));
      throw failure;
    }
  };

  const renew = (refused: string | undefined): Promise<Grant> => {
    renewing ??= attempt(refused).finally(() => {
      renewing = undefined;
    });
    return renewing;
  };

  const get: AccessToken = async (refused) => {
    const held = grant();
    const isFresh = held.renewAt === undefined || clock() < held.renewAt;
    if (isFresh && held.accessToken !== refused) return held.accessToken;
    try {
      return (await renew(refused)).accessToken;
    } catch (error) {
      // A token that is about to expire is still valid for a while.
      if (isUsable(held, refused, clock())) return held.accessToken;
      throw error;
    }
  };

  const sleepMs = (): number => {
    const at = trouble?.until ?? grant().renewAt ?? Number.POSITIVE_INFINITY;
    return Math.min(LONGEST_SLEEP_MS, Math.max(1, at - clock()));
  };

  return {
    get,
    keepFresh: async () => {
      while (!signal.aborted && trouble?.until !== Number.POSITIVE_INFINITY) {
        await pause(sleepMs(), signal);
        const isDue = clock() >= (trouble?.until ?? grant().renewAt ?? Number.POSITIVE_INFINITY);
        // `onTrouble` has reported the failure, and the next iteration retries.
        if (!signal.aborted && isDue) await renew(undefined).catch(() => undefined);
      }
    },
  };
};

/** Whether the access token has neither been refused nor expired. */
export const isUsable = ({ accessToken, expiresAt }: Grant, refused: string | undefined, now: number): boolean =>
  accessToken !== refused && (expiresAt === undefined || now < expiresAt);

const asFailure = (error: unknown): Failure =>
  error instanceof Failure ? error : new Failure('server.error', String(error), 'See the server log.');
