import type { ReachChange } from '@inbetwin/shared/conversations/reach.ts';
import { z } from 'zod';
import type { TelegramBot } from './telegram-group.ts';

/**
 * The fields that we read of https://core.telegram.org/bots/api#chatmemberupdated, which reports that the bot itself joined or left a chat.
 */
export const memberSchema = z.object({
  chat: z.object({ id: z.int(), type: z.string() }),
  date: z.int().min(0),
  new_chat_member: z.object({
    status: z.string(),
    is_member: z.boolean().optional(),
    can_send_messages: z.boolean().optional(),
  }),
});
type MemberUpdate = z.infer<typeof memberSchema>;

/** In a private chat the customer blocked or unblocked the bot. A group's topics learn of a change with their next message. */
export const reachOf = ({ chat, date, new_chat_member: member }: MemberUpdate, bot: TelegramBot): ReachChange => ({
  account: String(bot.id),
  chatId: String(chat.id),
  state: stateOf(member, chat.type === 'private'),
  at: date * 1000,
});

const stateOf = (member: MemberUpdate['new_chat_member'], isPrivate: boolean): ReachChange['state'] => {
  const { status, is_member: isMember = true, can_send_messages: maySend = true } = member;
  if (status === 'left' || status === 'kicked' || !isMember) return isPrivate ? 'blocked' : 'removed';
  return status === 'restricted' && !maySend ? 'muted' : 'open';
};
