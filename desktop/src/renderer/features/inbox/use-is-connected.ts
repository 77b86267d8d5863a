import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { channelSettingId } from '@inbetwin/shared/entities/setting-kinds/channel.ts';
import { needsAccount } from '../../ui/channels.ts';
import { useDocument } from '../../workspace/live/use-documents.ts';

/** Whether a reply can be delivered: false once it is known that the conversation's account is not connected. */
export const useIsConnected = ({ channel, account }: Conversation): boolean => {
  const hasAccount = needsAccount(channel);
  const setting = useDocument('settings', hasAccount ? channelSettingId({ channel, account }) : undefined);
  if (!hasAccount || setting === undefined) return true;
  return setting?.value.kind === 'channel' && setting.value.state !== 'disconnected';
};
