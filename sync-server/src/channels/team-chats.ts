import type { ChannelEvent, InboundMessage } from '@inbetwin/bot/channels/channel.ts';
import { type ChatChange, nameGroup } from '@inbetwin/shared/conversations/group-chat.ts';
import { conversationIdOf, type Place } from '@inbetwin/shared/conversations/ids.ts';
import { findSent } from '@inbetwin/shared/conversations/messages/choices.ts';
import { deleteMessage, type MessageDeletion } from '@inbetwin/shared/conversations/messages/delete-message.ts';
import { editMessage, type MessageEdit } from '@inbetwin/shared/conversations/messages/edit-message.ts';
import { noteReceipt, type Receipt } from '@inbetwin/shared/conversations/messages/note-receipt.ts';
import { noteReach, type ReachChange } from '@inbetwin/shared/conversations/reach.ts';
import { receiveMessage } from '@inbetwin/shared/conversations/receive.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { DocumentStore } from '@inbetwin/shared/ports/document-store.ts';
import { openCollection, type TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { z } from 'zod';

type TeamChatsOptions = {
  readonly store: DocumentStore;
  readonly documentsOf: (teamId: string) => TeamDocuments;
  readonly clockOf: (teamId: string) => Promise<Clock>;
  /** Deletes the files of a deleted message, unless something else refers to them. Idempotent. */
  readonly forgetFiles: (teamId: string, messageId: string, digests: readonly string[]) => Promise<void>;
};

/** The conversation of a chat whose platform id has changed since it began. Id: `<team> <id of a conversation under the new chat id>`. */
const movedChatSchema = z.object({ id: z.string(), conversationId: z.string() });

/** Stores the events of a team's channels: messages, edits, receipts, and changes of groups. */
export const createTeamChats = ({ store, documentsOf, clockOf, forgetFiles }: TeamChatsOptions) => {
  const movedChats = openCollection(store.collection('server/moved-chats'), movedChatSchema);
  const idOf = (teamId: string, place: Place): string => `${teamId} ${conversationIdOf(place)}`;
  const conversationOf = async (teamId: string, place: Place): Promise<string> =>
    (await movedChats.get(idOf(teamId, place)))?.conversationId ?? conversationIdOf(place);

  /** If a conversation already exists under the new id because the move was not reported before, that one stays. */
  const move = async (teamId: string, place: Place, chatId: string): Promise<void> => {
    const { conversations, contacts } = documentsOf(teamId);
    const to = { ...place, chatId };
    const conversationId = await conversationOf(teamId, place);
    if (!(await conversations.get(conversationIdOf(to)))) {
      await movedChats.insertOnce({ id: idOf(teamId, to), conversationId });
    }
    const moved = await conversations.update(conversationId, (current) =>
      current.chatId === chatId ? current : { ...current, chatId },
    );
    if (!moved) return;
    await contacts.update(moved.contactId, (contact) => {
      if (contact.kind !== 'group' || contact.identities.every(({ externalId }) => externalId === chatId))
        return contact;
      const { channel, account } = place;
      return { ...contact, identities: [{ channel, account, externalId: chatId }] };
    });
  };

  const takeMessage = async (teamId: string, channel: string, message: InboundMessage): Promise<void> => {
    const { chosenIn, ...said } = message;
    const received = { ...said, channel };
    const conversationId = said.group ? await conversationOf(teamId, received) : conversationIdOf(received);
    const documents = documentsOf(teamId);
    const choiceOf = chosenIn === undefined ? undefined : await findSent(documents, conversationId, chosenIn);
    const clock = await clockOf(teamId);
    await receiveMessage(
      documents,
      { ...received, conversationId, ...(choiceOf !== undefined && { choiceOf }) },
      clock(),
    );
  };

  const takeEdit = async (teamId: string, channel: string, edit: MessageEdit): Promise<void> =>
    editMessage(documentsOf(teamId), { ...edit, channel }, (await clockOf(teamId))());

  const takeDeletion = async (teamId: string, channel: string, deletion: MessageDeletion): Promise<void> => {
    const now = (await clockOf(teamId))();
    const forget = (messageId: string, digests: readonly string[]) => forgetFiles(teamId, messageId, digests);
    await deleteMessage(documentsOf(teamId), { ...deletion, channel }, { now, forgetFiles: forget });
  };

  const takeReceipt = async (teamId: string, channel: string, receipt: Receipt): Promise<void> => {
    const conversationId = await conversationOf(teamId, { channel, account: receipt.account, chatId: receipt.chatId });
    await noteReceipt(documentsOf(teamId), conversationId, receipt);
  };

  const takeChange = async (teamId: string, channel: string, change: ChatChange): Promise<void> => {
    const place = { channel, account: change.account, chatId: change.chatId };
    if ('movedTo' in change) return move(teamId, place, change.movedTo);
    const documents = documentsOf(teamId);
    const { title, topic } = change;
    const conversation = await documents.conversations.update(await conversationOf(teamId, place), (current) =>
      topic === undefined || topic === current.topic ? current : { ...current, topic },
    );
    if (conversation) await nameGroup(documents, conversation, title, (await clockOf(teamId))());
  };

  const takeReach = async (teamId: string, channel: string, change: ReachChange): Promise<void> => {
    const place = { channel, account: change.account, chatId: change.chatId };
    await noteReach(documentsOf(teamId), await conversationOf(teamId, place), change);
  };

  /** Stores an event of a channel of this kind; resolves once it is on disk. */
  return (teamId: string, channel: string, event: ChannelEvent): Promise<void> => {
    switch (event.type) {
      case 'message':
        return takeMessage(teamId, channel, event.message);
      case 'edited':
        return takeEdit(teamId, channel, event.edit);
      case 'deleted':
        return takeDeletion(teamId, channel, event.deletion);
      case 'receipt':
        return takeReceipt(teamId, channel, event.receipt);
      case 'chat':
        return takeChange(teamId, channel, event.change);
      case 'reach':
        return takeReach(teamId, channel, event.change);
    }
  };
};
