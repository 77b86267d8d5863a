import type { ChannelConnection, OutboundPart } from '@inbetwin/bot/channels/channel.ts';
import type { ChannelTiming } from '@inbetwin/bot/channels/timing.ts';
import type { ChannelCapabilities } from '@inbetwin/shared/channels/kind.ts';
import { type ErrorCode, Failure, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { isGroup } from '@inbetwin/shared/conversations/audience.ts';
import { placeOf, platformIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { noteAttempt } from '@inbetwin/shared/conversations/reach.ts';
import { isAccepted, type Message } from '@inbetwin/shared/entities/message.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { retryDelay } from '@inbetwin/shared/timing/retry-delay.ts';
import type { MessageFiles } from '../../files/message-files.ts';
import type { Outcome } from '../lanes.ts';
import { hasWrittenSince } from './free-text.ts';
import { fileRefusalOf, type Part, partsOf, sendPart } from './message-parts.ts';
import type { Pacing } from './pacing.ts';

/** Where a message goes out. */
export type Outlet = { readonly capabilities: ChannelCapabilities; readonly connection: ChannelConnection };

type DeliveryContext = {
  readonly documents: TeamDocuments;
  readonly files: Pick<MessageFiles, 'open'>;
  /** Undefined while no such account is connected. */
  readonly outletOf: (channel: string, account: string) => Outlet | undefined;
  readonly teamId: string;
  /** Keeps to the rates of platforms. */
  readonly pacing: Pacing;
  readonly clock: Clock;
  readonly timing: ChannelTiming;
  readonly random: () => number;
  readonly signal: AbortSignal;
};

type Delivery = Message['delivery'];

/** What says nothing against the message itself. A refused token is waited for until the account is connected anew. */
const waitedFor: readonly ErrorCode[] = ['channel.rate_limited', 'channel.unreachable', 'channel.token_refused'];
/** What says that the message, or its file, never goes out. */
const final: readonly ErrorCode[] = ['channel.rejected', 'channel.blocked', 'file.too_large', 'file.gone'];
const CLOSED = 'The customer has not written for too long: this channel takes no free text now.';
/** A timer that is set for more than 24 days fires at once. */
const LONGEST_WAIT_MS = 86_400_000;

/** `inHand`: the message as the feed brought it. */
export type Delivered = {
  readonly message: Pick<Message, 'id' | 'conversationId' | 'createdAt'>;
  readonly inHand?: Message | undefined;
};

/**
 * Delivers one message, attempt by attempt: call `attempt` until it is `done`; `message` is then as it was recorded last. The attempt is recorded before the
 * platform is called and the platform's id after each part, so that after a crash only the part in flight is in doubt;
 * that one follows the channel's policy. Throws what the store throws; the next call then goes on behind the parts sent.
 */
export const createDelivery = (context: DeliveryContext, { message, inHand }: Delivered) => {
  const { documents, outletOf, pacing, timing, random, signal } = context;
  const { channel, account, chatId } = placeOf(message.conversationId);
  /** As last read or recorded. */
  let newest = inHand;
  /** Sent by this process, recorded or not. */
  let sent: readonly string[] = [];
  /** A crash of an earlier process left an attempt without its outcome. */
  let isInDoubt: boolean | undefined;
  let failures = 0;

  const update = async (change: (current: Message) => Message): Promise<Message | undefined> => {
    newest = await documents.messages.update(newest ?? message.id, change);
    return newest;
  };
  const record = (change: (delivery: Delivery) => Delivery) =>
    update((current) => ({ ...current, delivery: change(current.delivery) }));

  /** Undefined when there is nothing to send any more. */
  const begin = async ({ capabilities }: Outlet): Promise<Message | undefined> => {
    let doubt = false;
    const begun = await update((current) => {
      if (!isPending(current)) return current;
      const { reason: _, ...delivery } = current.delivery;
      doubt = isInDoubt ?? delivery.state === 'sending';
      const attempts = Math.min(delivery.attempts + 1, 1000);
      const isResent = doubt && capabilities.unknownOutcome === 'resend-once-marked';
      return { ...current, delivery: { ...delivery, state: 'sending', attempts, ...(isResent && { resent: true }) } };
    });
    isInDoubt = doubt;
    return begun && isPending(begun) ? begun : undefined;
  };

  const sendParts = async (
    parts: readonly Part[],
    outlet: Outlet,
    to: Pick<OutboundPart, 'chatId' | 'replyTo'>,
  ): Promise<Outcome> => {
    const begunAt = sent.length;
    for (const [at, part] of [...parts.entries()].slice(begunAt)) {
      if (signal.aborted) return pauseDelivery({ kind: 'park' });
      const wait = at > begunAt ? waitForTurn(outlet) : 0;
      if (wait > 0) return pauseDelivery({ kind: 'retry', ms: wait, fixed: true });
      const sending = { ...to, part, idempotencyKey: `${message.id}#${at}` };
      const { platformId } = await sendPart(context.files, outlet.connection, sending);
      sent = [...sent, platformId.slice(0, 120)];
      if (at < parts.length - 1) await record((delivery) => ({ ...delivery, platformIds: [...sent] }));
    }
    await record((delivery) => ({ ...delivery, state: 'sent', platformIds: [...sent] }));
    return 'done';
  };

  /** Between two parts nothing is in doubt. */
  const pauseDelivery = async (outcome: Outcome): Promise<Outcome> => {
    await record((delivery) => ({ ...delivery, state: 'queued', platformIds: [...sent] }));
    return outcome;
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
    if (final.includes(code)) return 'never';
    if (!waitedFor.includes(code)) return undefined;
    failures += 1;
    const backoff = retryDelay(timing, { failures, error }, random);
    if (code !== 'channel.rate_limited') return { kind: 'retry', ms: backoff };
    const asked = retryAfter === undefined ? backoff : Math.min(retryAfter * 1000, LONGEST_WAIT_MS);
    return { kind: 'retry', ms: asked, fixed: true };
  };

  /** In milliseconds; 0: one part may go now, and counts as sent. */
  const waitForTurn = ({ capabilities: { rate } }: Outlet): number => {
    const key = `${context.teamId} ${channel} ${account}`;
    return pacing.take([
      [`${key} ${chatId}`, rate?.perChat],
      [key, rate?.perAccount],
    ]);
  };

  /** The platform would refuse the text, or charge for it: the customer has not written for too long. */
  const isWindowClosed = async ({ capabilities: { freeTextWindowMs } }: Outlet): Promise<boolean> =>
    freeTextWindowMs !== undefined &&
    !(await hasWrittenSince(documents, message.conversationId, context.clock() - freeTextWindowMs));

  const refuse = async (code: ErrorCode, words: string): Promise<Outcome> => {
    const reason = { code, message: words };
    await update((current) =>
      isPending(current) ? { ...current, delivery: { ...current.delivery, state: 'failed', reason } } : current,
    );
    return 'done';
  };

  const attempt = async (): Promise<Outcome> => {
    const outlet = outletOf(channel, account);
    if (!outlet) {
      newest = await documents.messages.get(message.id);
      return newest && isPending(newest) ? { kind: 'park' } : 'done';
    }
    if (await isWindowClosed(outlet)) return refuse('channel.window_closed', CLOSED);
    const wait = waitForTurn(outlet);
    if (wait > 0) return { kind: 'retry', ms: wait, fixed: true };
    const conversation = await documents.conversations.get(message.conversationId);
    const begun = await begin(outlet);
    if (!begun) return 'done';
    const refused = fileRefusalOf(begun.attachments ?? [], outlet.capabilities);
    if (refused) return refuse(...refused);
    if (begun.delivery.platformIds.length > sent.length) sent = begun.delivery.platformIds;
    const noteReach = async (hasArrived: boolean) => conversation && noteAttempt(documents, conversation, hasArrived);
    try {
      const outcome = await sendParts(partsOf(begun, outlet.capabilities), outlet, {
        chatId: conversation?.chatId ?? chatId,
        ...(conversation && isGroup(conversation) && begun.inReplyTo && { replyTo: platformIdOf(begun.inReplyTo) }),
      });
      if (outcome === 'done') await noteReach(true);
      return outcome;
    } catch (error) {
      if (hasCode(error, 'channel.blocked')) await noteReach(false);
      return onFailure(error);
    }
  };

  return { attempt, message: () => newest };
};

/** Ours, and neither sent nor failed. */
export const isPending = ({ direction, delivery }: Message): boolean =>
  direction === 'outbound' && (delivery.state === 'queued' || delivery.state === 'sending');

export const isSent = ({ direction, delivery, demo }: Message): boolean =>
  direction === 'outbound' && isAccepted(delivery) && !demo;
