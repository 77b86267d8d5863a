import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { ChannelSecret } from './channel-secrets.ts';

/** Identifies the account that a platform calls: the team, and a secret that nobody can guess. */
export type WebhookAddress = { readonly teamId: string; readonly hook: string };

/** 192 random bits for each connected account. */
export const createHook = (): string => randomBytes(24).toString('base64url');

/** Undefined for an account whose kind only polls. */
export const webhookUrlOf = (origin: string, { teamId, hook }: ChannelSecret): string | undefined =>
  hook === undefined ? undefined : `${origin}/webhooks/${encodeURIComponent(teamId)}/${hook}`;

export const isHookOf = ({ hook }: ChannelSecret, given: string): boolean => {
  if (hook === undefined) return false;
  const [own, other] = [Buffer.from(hook), Buffer.from(given)];
  return own.length === other.length && timingSafeEqual(own, other);
};
