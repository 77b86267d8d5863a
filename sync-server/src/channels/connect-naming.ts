import type {
  ChannelConnection,
  ChannelContext,
  ChannelEvent,
  ConnectedChannel,
  InboundMessage,
} from '@inbetwin/bot/channels/channel.ts';
import type { Credentials } from '@inbetwin/shared/channels/credentials.ts';
import { contactIdOf } from '@inbetwin/shared/conversations/ids.ts';
import type { TeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { cutText } from '@inbetwin/shared/text/cut-text.ts';
import { pause } from '@inbetwin/shared/timing/pause.ts';

/** How long a customer's message may be delayed to look up their name. Milliseconds. */
const LONGEST_MS = 3_000;

/** The credentials to connect with, and what the team knows about its customers. */
type Connecting = { readonly credentials: Credentials; readonly documents: Pick<TeamDocuments, 'contacts'> };

/**
 * Connects an account. A message whose platform tells only an id, from a customer who is not known yet, is received with the name that the
 * platform tells when asked. Without an answer in time, it is received unchanged.
 */
export const connectNaming = async (
  channel: ConnectedChannel,
  context: ChannelContext,
  { credentials, documents }: Connecting,
): Promise<ChannelConnection> => {
  const named = async (connection: ChannelConnection | undefined, message: InboundMessage): Promise<InboundMessage> => {
    const { sender, account, group } = message;
    if (sender.name || group || !connection?.profile) return message;
    const ended = new AbortController();
    try {
      if (await documents.contacts.get(contactIdOf(channel.kind, account, sender.externalId))) return message;
      const profile = await Promise.race([connection.profile(sender.externalId), pause(LONGEST_MS, ended.signal)]);
      if (!profile?.name.trim()) return message;
      const { name, handle, language } = profile;
      const known = {
        name: cutText(name.toWellFormed().trim(), 200),
        ...(handle && { handle: cutText(handle.toWellFormed(), 120) }),
        ...(language && { language }),
      };
      return { ...message, sender: { ...sender, ...known } };
    } catch (error) {
      context.log.debug({ account, error: String(error) }, 'The platform does not say who wrote');
      return message;
    } finally {
      ended.abort();
    }
  };
  const receive = async (event: ChannelEvent): Promise<void> =>
    context.receive(event.type === 'message' ? { ...event, message: await named(connection, event.message) } : event);
  let connection: ChannelConnection | undefined;
  connection = await channel.connect({ ...context, receive }, credentials);
  return connection;
};
