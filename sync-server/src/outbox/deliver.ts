import type { ChannelCapabilities, ChannelConnection, OutboundPart } from '@inbetwin/bot/channels/channel.ts';
import { splitText } from '@inbetwin/bot/channels/split-text.ts';
import type { ChannelTiming } from '@inbetwin/bot/channels/timing.ts';
import { type ErrorCode, Failure } from '@inbetwin/shared/contracts/errors.ts';
import { isGroup } from '@inbetwin/shared/conversations/audience.ts';
import { placeOf, platformIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { textWithSources } from '@inbetwin/shared/conversations/name-sources.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import type { Outcome } from './lanes.ts';

/** Where a message goes out. */
export type Outlet = { readonly capabilities: ChannelCapabilities; readonly connection: ChannelConnection };

type DeliveryContext = {
  readonly documents: TeamDocuments;
  /** Undefined while no such account is connected. */
  readonly outletOf: (channel: string, account: string) => Outlet | undefined;
  readonly timing: ChannelTiming;
  readonly random: () => number;
  readonly signal: AbortSignal;
};

type Delivery = Message['delivery'];

/** What says nothing against the message itself. A refused token is waited for until the account is connected anew. */
const waitedFor: readonly ErrorCode[] = ['channel.rate_limited', 'channel.unreachable', 'channel.token_refused'];
/** A timer that is set for more than 24 days fires at once. */
const LONGEST_WAIT_MS = 86_400_000;

/**
 * Delivers one message, attempt by attempt: call the answer until it is `done`. The attempt is recorded before the
 * platform is called and the platform's id after each part, so that after a crash only the part in flight is in doubt;
 * that one follows the channel's policy. Throws what the store throws; the next call then goes on behind the parts sent.
 */
export const createDelivery = (context: DeliveryContext, messageId: string): (() => Promise<Outcome>) => {
  const { documents, outletOf, timing, random, signal } = context;
  /** Sent by this process, recorded or not. */
  let sent: readonly string[] = [];
  /** A crash of an earlier process left an attempt without its outcome. */
  let isInDoubt: boolean | undefined;
  let failures = 0;

  const record = (change: (delivery: Delivery) => Delivery) =>
    documents.messages.update(messageId, (message) => ({ ...message, delivery: change(message.delivery) }));

  const begin = (isResent: boolean) =>
    record(({ reason: _, ...delivery }) => ({
      ...delivery,
      state: 'sending',
      attempts: Math.min(delivery.attempts + 1, 1000),
      ...(isResent ? { resent: true } : {}),
    }));

  const sendParts = async (
    parts: readonly string[],
    { connection }: Outlet,
    to: Pick<OutboundPart, 'chatId' | 'replyTo'>,
  ): Promise<Outcome> => {
    for (let at = sent.length; at < parts.length; at++) {
      if (signal.aborted) return pauseDelivery();
      const part = { ...to, text: parts[at] ?? '', idempotencyKey: `${messageId}#${at}` };
      const { platformId } = await connection.send(part);
      sent = [...sent, platformId.slice(0, 120)];
      if (at < parts.length - 1) await record((delivery) => ({ ...delivery, platformIds: [...sent] }));
    }
    await record((delivery) => ({ ...delivery, state: 'sent', platformIds: [...sent] }));
    return 'done';
  };

  /** Between two parts nothing is in doubt. */
  const pauseDelivery = async (): Promise<Outcome> => {
    await record((delivery) => ({ ...delivery, state: 'queued', platformIds: [...sent] }));
    return { kind: 'park' };
  };

  const onFailure = async (error: unknown): Promise<Outcome> => {
    const wait = error instanceof Failure ? waitOf(error) : undefined;
    if (!(error instanceof Failure) || !wait) throw error;
    const state = wait === 'never' ? 'failed' : 'queued';
    const reason = { code: error.code, message: error.message.slice(0, 500) };
    await record((delivery) => ({ ...delivery, state, platformIds: [...sent], reason }));
    return wait === 'never' ? 'done' : wait;
  };

  const waitOf = (error: Failure): Outcome | 'never' | undefined => {
    const { code, retryAfter } = error;
    if (code === 'channel.rejected') return 'never';
    if (!waitedFor.includes(code)) return undefined;
    failures += 1;
    const backoff = retryDelay(timing, { failures, error }, random);
    if (code !== 'channel.rate_limited') return { kind: 'retry', ms: backoff };
    const asked = retryAfter === undefined ? backoff : Math.min(retryAfter * 1000, LONGEST_WAIT_MS);
    return { kind: 'retry', ms: asked, fixed: true };
  };

  return async () => {
    const message = await documents.messages.get(messageId);
    if (!message || !isPending(message)) return 'done';
    const { channel, account, ...place } = placeOf(message.conversationId);
    const conversation = await documents.conversations.get(message.conversationId);
    isInDoubt ??= message.delivery.state === 'sending';
    const outlet = outletOf(channel, account);
    if (!outlet) return { kind: 'park' };
    if (message.delivery.platformIds.length > sent.length) sent = message.delivery.platformIds;
    await begin(isInDoubt && outlet.capabilities.unknownOutcome === 'resend-once-marked');
    const { showsCitations, maxTextLength } = outlet.capabilities;
    const parts = splitText(showsCitations ? message.text : textWithSources(message), maxTextLength);
    try {
      return await sendParts(parts, outlet, {
        chatId: conversation?.chatId ?? place.chatId,
        ...(conversation && isGroup(conversation) && message.inReplyTo && { replyTo: platformIdOf(message.inReplyTo) }),
      });
    } catch (error) {
      return onFailure(error);
    }
  };
};

/** Ours, and neither sent nor failed. */
export const isPending = ({ direction, delivery }: Message): boolean =>
  direction === 'outbound' && (delivery.state === 'queued' || delivery.state === 'sending');

export const isSent = ({ direction, delivery, demo }: Message): boolean =>
  direction === 'outbound' && delivery.state === 'sent' && !demo;
