import type { ChannelConnection, OutboundPart } from '@inbetwin/bot/channels/channel.ts';
import type { ChannelTiming } from '@inbetwin/bot/channels/timing.ts';
import type { ChannelCapabilities } from '@inbetwin/shared/channels/kind.ts';
import { type ErrorCode, hasCode } from '@inbetwin/shared/contracts/errors.ts';
import { isGroup } from '@inbetwin/shared/conversations/audience.ts';
import { hasWrittenSince } from '@inbetwin/shared/conversations/free-text-window.ts';
import { placeOf, platformIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { noteAttempt } from '@inbetwin/shared/conversations/reach.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import type { MessageFiles } from '../../files/message-files.ts';
import { DOUBT_MS } from '../attempts.ts';
import type { Outcome } from '../lane-state.ts';
import { type DeliveryRecord, isPending, openDeliveryRecord } from './delivery-record.ts';
import { consequenceOf } from './failed-attempt.ts';
import { fileRefusalOf, partsOf, sendPart } from './message-parts.ts';
import type { Pacing } from './pacing.ts';

/** Where a message is sent. */
export type Outlet = { readonly capabilities: ChannelCapabilities; readonly connection: ChannelConnection };

type DeliveryContext = {
  readonly documents: TeamDocuments;
  readonly files: Pick<MessageFiles, 'open'>;
  /** Undefined while no such account is connected. */
  readonly outletOf: (channel: string, account: string) => Outlet | undefined;
  readonly teamId: string;
  /** Enforces the platforms' rate limits. */
  readonly pacing: Pacing;
  readonly clock: Clock;
  readonly timing: ChannelTiming;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly isCurrent: () => boolean;
};

/** A message to deliver; `inHand` is the message as the feed delivered it. */
export type Delivered = {
  readonly message: Pick<Message, 'id' | 'conversationId' | 'createdAt'>;
  readonly inHand?: Message | undefined;
};

/** The delivery of one message. */
type Delivery = DeliveryContext & {
  readonly messageId: string;
  readonly conversationId: string;
  readonly record: DeliveryRecord;
};

const CLOSED = 'The customer has not written for too long: this channel takes no free text now.';
const CLOSED_BUT_FOR_TEMPLATES = `${CLOSED} Send a template.`;
const NO_TEMPLATES = 'This channel sends no templates.';

/**
 * Delivers one message: call `attempt` until it returns `done`; `message` is then as it was last recorded. The attempt is recorded before
 * the platform is called, and the platform's id after each part, so that after a crash only the part in flight is in doubt; the channel's
 * policy decides about that one. Throws what the store throws; the next call continues after the parts that were sent.
 */
export const createDelivery = (context: DeliveryContext, { message, inHand }: Delivered) => {
  const record = openDeliveryRecord(context.documents, message.id, inHand);
  const delivery = { ...context, messageId: message.id, conversationId: message.conversationId, record };
  let failures = 0;

  const attempt = async (): Promise<Outcome> => {
    const begun = await begin(delivery);
    if ('outcome' in begun) return begun.outcome;
    const { conversation } = begun;
    const noteReach = async (hasArrived: boolean) =>
      conversation && noteAttempt(context.documents, conversation, hasArrived);
    try {
      const outcome = await sendParts(delivery, begun);
      if (outcome === 'done') await noteReach(true);
      return outcome;
    } catch (error) {
      if (hasCode(error, 'channel.blocked')) await noteReach(false);
      const consequence = consequenceOf(error, { ...context, failures: failures + 1 });
      if (!consequence) throw error;
      failures += 1;
      await record.write(consequence.delivery);
      return consequence.outcome;
    }
  };

  return { attempt, message: record.message };
};

type Begun = { readonly outlet: Outlet; readonly message: Message; readonly conversation: Conversation | undefined };

/** Records an attempt if the message may be sent now; otherwise returns what to do instead. */
const begin = async (delivery: Delivery): Promise<Begun | { readonly outcome: Outcome }> => {
  const { documents, record, conversationId } = delivery;
  const { channel, account } = placeOf(conversationId);
  const outlet = delivery.outletOf(channel, account);
  if (!outlet) {
    const stored = await record.read();
    return { outcome: stored && isPending(stored) ? { kind: 'park' } : 'done' };
  }
  const { templates, freeTextWindowMs } = outlet.capabilities;
  const template = (record.message() ?? (await record.read()))?.template;
  if (template && !templates) return refuse(record, 'channel.no_templates', NO_TEMPLATES);
  if (!template && (await isWindowClosed(delivery, freeTextWindowMs))) {
    return refuse(record, 'channel.window_closed', templates ? CLOSED_BUT_FOR_TEMPLATES : CLOSED);
  }
  const wait = takeTurn(delivery, outlet);
  if (wait > 0) return { outcome: { kind: 'retry', ms: wait, fixed: true } };
  const conversation = await documents.conversations.get(conversationId);
  const message = await record.begin(outlet.capabilities);
  if (!message) return { outcome: 'done' };
  const refused = fileRefusalOf(message.attachments ?? [], outlet.capabilities);
  return refused ? refuse(record, ...refused) : { outlet, message, conversation };
};

const refuse = async (record: DeliveryRecord, code: ErrorCode, message: string) => {
  await record.refuse({ code, message });
  return { outcome: 'done' } as const;
};

/** Whether the platform would refuse or charge for a free text, because the customer has not written for too long. */
const isWindowClosed = async (
  { documents, conversationId, clock }: Delivery,
  freeTextWindowMs: number | undefined,
): Promise<boolean> =>
  freeTextWindowMs !== undefined && !(await hasWrittenSince(documents, conversationId, clock() - freeTextWindowMs));

/** Returns how many milliseconds to wait; 0 means that one part may be sent now and is counted. */
const takeTurn = ({ teamId, conversationId, pacing }: Delivery, { capabilities: { rate } }: Outlet): number => {
  const { channel, account, chatId } = placeOf(conversationId);
  const key = `${teamId} ${channel} ${account}`;
  return pacing.take([
    [`${key} ${chatId}`, rate?.perChat],
    [key, rate?.perAccount],
  ]);
};

/** Sends the parts that the platform does not have yet; the first one is already counted by the rate limit. */
const sendParts = async (delivery: Delivery, { outlet, message, conversation }: Begun): Promise<Outcome> => {
  const { record, messageId, files, signal, isCurrent } = delivery;
  const parts = partsOf(message, outlet.capabilities);
  const to = addressOf(message, conversation);
  const first = record.sent().length;
  for (const [at, part] of [...parts.entries()].slice(first)) {
    if (signal.aborted) return pause(record, { kind: 'park' });
    // After a suspension, another process may be sending it. Its record is not touched.
    if (!isCurrent()) return { kind: 'retry', ms: DOUBT_MS };
    const wait = at > first ? takeTurn(delivery, outlet) : 0;
    if (wait > 0) return pause(record, { kind: 'retry', ms: wait, fixed: true });
    const sending = { ...to, part, idempotencyKey: `${messageId}#${at}` };
    const { platformId } = await sendPart(files, outlet.connection, sending);
    record.accept(platformId);
    if (at < parts.length - 1) await record.write({});
  }
  await record.write({ state: 'sent' });
  return 'done';
};

/** Between two parts, nothing is in doubt. */
const pause = async (record: DeliveryRecord, outcome: Outcome): Promise<Outcome> => {
  await record.write({ state: 'queued' });
  return outcome;
};

const addressOf = (
  { conversationId, inReplyTo }: Message,
  conversation: Conversation | undefined,
): Pick<OutboundPart, 'chatId' | 'replyTo'> => ({
  chatId: conversation?.chatId ?? placeOf(conversationId).chatId,
  ...(conversation && isGroup(conversation) && inReplyTo && { replyTo: platformIdOf(inReplyTo) }),
});
