import { randomUUID } from 'node:crypto';
import { findChannelKind } from '@inbetwin/shared/channels/registry.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { isFileId } from '@inbetwin/shared/contracts/files.ts';
import type { RouteInput } from '@inbetwin/shared/contracts/http.ts';
import { personReplyIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { withFilesWaiting } from '@inbetwin/shared/conversations/messages/fetch-again.ts';
import { type ReplyFile, sendReply } from '@inbetwin/shared/conversations/messages/send-reply.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { channelSettingId } from '@inbetwin/shared/entities/setting-kinds/channel.ts';
import {
  fillTemplate,
  isSameTemplate,
  type MessageTemplate,
  placeholdersOf,
} from '@inbetwin/shared/entities/template.ts';
import type { MessageFiles } from '../../files/message-files.ts';
import { fileRefusalOf } from '../../outbox/sending/message-parts.ts';
import type { Handlers } from '../machinery/handler.ts';
import { InvalidFields } from '../machinery/invalid-fields.ts';
import { requireRight } from '../machinery/rights.ts';
import type { Services } from '../machinery/services.ts';
import { findPage, found } from './lists.ts';

/** Lists conversations and messages, and sends a person's reply. */
export const conversationHandlers: Pick<Handlers, 'listConversations' | 'listMessages' | 'sendMessage' | 'fetchFiles'> =
  {
    listConversations: async ({ services, caller, query }) => {
      const { documents } = await services.team(caller.teamId);
      return findPage(documents.conversations, { index: ['recency'], equals: [] }, query);
    },

    listMessages: async ({ services, caller, params, query }) => {
      const { documents } = await services.team(caller.teamId);
      const { id } = found(await documents.conversations.get(params.id), 'conversation');
      return findPage(documents.messages, { index: ['conversationId', 'createdAt'], equals: [id] }, query);
    },

    sendMessage: async ({ services, caller, params, body }) => {
      requireRight(caller, 'create', 'messages');
      requireOwnId(body.id, caller.userId);
      const { documents, actAs, files } = await services.team(caller.teamId);
      const conversation = found(await documents.conversations.get(params.id), 'conversation');
      const { user } = await services.accounts.describe(caller);
      const id = body.id ?? personReplyIdOf(user.id, randomUUID());
      const author = { id: user.id, name: user.name };
      const said = body.template ? await findTemplate(services, caller.teamId, conversation, body.template) : body;
      const reply = { ...said, conversation, files: await findUploaded(files, body.files), author, id };
      requireChannelTakes(conversation.channel, reply.files);
      const digests = reply.files.map(({ digest }) => digest);
      if (digests.length > 0) await files.own(id, digests);
      return sendReply(actAs(user.id), reply);
    },

    fetchFiles: async ({ services, caller, params }) => {
      requireRight(caller, 'create', 'messages');
      const { documents } = await services.team(caller.teamId);
      return found(await documents.messages.update(params.id, withFilesWaiting), 'message');
    },
  };

/**
 * Resolves a template to its text. Throws `channel.template_unavailable` if the channel's platform has not approved it, and
 * `request.invalid` unless exactly its placeholders have values.
 */
const findTemplate = async (
  { channels }: Pick<Services, 'channels'>,
  teamId: string,
  { channel, account }: Conversation,
  template: MessageTemplate,
): Promise<{ readonly text: string; readonly template: MessageTemplate }> => {
  const approved = await channels.templates(teamId, channelSettingId({ channel, account }));
  const found = approved.find((one) => isSameTemplate(one, template));
  if (!found) {
    throw new Failure(
      'channel.template_unavailable',
      `The platform has not approved the template ${template.name} in ${template.language}.`,
      'GET /api/v1/social/channels/:id/templates lists those that it sends.',
    );
  }
  const given = template.parameters.filter(({ value }) => value.trim() !== '').map(({ name }) => name);
  const wanted = placeholdersOf(found);
  if (given.length !== wanted.length || !wanted.every((name) => given.includes(name))) {
    const message =
      wanted.length === 0 ? 'This template has no placeholders' : `A value for each of: ${wanted.join(', ')}`;
    throw new InvalidFields([{ path: 'template.parameters', message }]);
  }
  return { text: fillTemplate(found, template.parameters), template };
};

type NamedFile = RouteInput<'sendMessage'>['body']['files'][number];

/** Resolves the files that a reply names. Throws `request.invalid` for a file that the team does not have. */
const findUploaded = async (
  files: Pick<MessageFiles, 'findKept'>,
  named: readonly NamedFile[],
): Promise<readonly ReplyFile[]> => {
  const kept = await files.findKept(named.map(({ id }) => id).filter(isFileId));
  const byId = new Map(kept.map((file) => [file.digest, file]));
  return named.map(({ id, name, kind = 'file' }, at) => {
    const file = byId.get(id);
    if (!file) throw new InvalidFields([{ path: `files.${at}.id`, message: 'Send the file first' }]);
    return { kind: file.type === undefined ? kind : 'image', name, digest: id, size: file.size };
  });
};

/** Throws `channel.no_files` or `file.too_large` if the delivery would fail with it. */
const requireChannelTakes = (channel: string, files: readonly ReplyFile[]): void => {
  const capabilities = findChannelKind(channel)?.capabilities;
  const refusal = capabilities && fileRefusalOf(files, capabilities);
  if (refusal) throw new Failure(...refusal, 'Send a smaller file, or a link to it.');
};

/** Ids with a colon are generated by channels and agents; a client that used one in advance would suppress their message. */
const requireOwnId = (id: string | undefined, userId: string): void => {
  const own = `person:${userId}:`;
  if (id === undefined || !id.includes(':') || id.startsWith(own)) return;
  throw new InvalidFields([{ path: 'id', message: `Without a colon, or begin with ${own}` }]);
};
