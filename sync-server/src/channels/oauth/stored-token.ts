import type { AccessToken } from '@inbetwin/bot/channels/channel.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import { isUsable } from './access-tokens.ts';
import type { Grant } from './grant.ts';

/**
 * The access token that the hosting process has stored. It is only read: many platforms accept a refresh token once, so two processes that
 * renew the same grant would sign the account out.
 */
export const storedToken =
  (readGrant: () => Promise<Grant | undefined>, clock: Clock): AccessToken =>
  async (refused) => {
    const grant = await readGrant();
    if (grant && isUsable(grant, refused, clock())) return grant.accessToken;
    throw new Failure('channel.unreachable', 'The access to the platform is being renewed.', 'Try again in a moment.');
  };
