import { z } from 'zod';

/** The access that an administrator has granted at a platform. Times are in ms since the epoch. */
export const grantSchema = z.strictObject({
  accessToken: z.string(),
  /** Absent if the platform grants access until it is revoked, or only once. */
  refreshToken: z.string().optional(),
  /** When the access token expires; absent if the platform does not say. */
  expiresAt: z.number().optional(),
  /** When to renew it, some time before it expires. */
  renewAt: z.number().optional(),
});
export type Grant = z.infer<typeof grantSchema>;

const LONGEST_MARGIN_MS = 5 * 60_000;
/**
 * Minimum lifetime that is believed, so that a platform is not called more often; a token that has expired earlier is renewed when it is
 * refused.
 */
const SHORTEST_LIFE_MS = 30_000;
/** Maximum lifetime that is believed; more could not be stored as a time. */
const LONGEST_LIFE_MS = 10 * 365 * 86_400_000;

/** The response of a token endpoint. */
type TokenAnswer = {
  readonly access_token: string;
  readonly refresh_token?: string | undefined;
  /** In seconds. */
  readonly expires_in?: number | undefined;
};

/**
 * Converts a response received at `now` to a grant. `former` is the grant that it renews, whose refresh token stays valid unless a new one
 * was issued.
 */
export const grantFrom = (answer: TokenAnswer, now: number, former?: Grant): Grant => {
  const refreshToken = answer.refresh_token ?? former?.refreshToken;
  const lifeMs = answer.expires_in === undefined ? undefined : Math.min(answer.expires_in * 1000, LONGEST_LIFE_MS);
  return {
    accessToken: answer.access_token,
    ...(refreshToken !== undefined && { refreshToken }),
    ...(lifeMs !== undefined && {
      expiresAt: now + lifeMs,
      renewAt: now + Math.max(SHORTEST_LIFE_MS, lifeMs - Math.min(LONGEST_MARGIN_MS, lifeMs / 5)),
    }),
  };
};
