import type { ReplyFile } from '@inbetwin/shared/conversations/messages/send-reply.ts';
import type { Attachment } from '@inbetwin/shared/entities/attachment.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { Message } from '@inbetwin/shared/entities/message.ts';
import { useCallback } from 'react';
import { reportFailure } from '../../../base/report-failure.ts';
import { useSession } from '../../../session/session.ts';
import { sendReply } from '../../../workspace/acts/actions.ts';
import { useWorkspace } from '../../../workspace/live/use-live.ts';

/**
 * Sends a failed reply again as a new message with the same text and files; the failed one stays as it is. Requesting it twice creates one
 * message, unless that one has failed as well.
 */
export const useSendAgain = (conversation: Conversation): ((message: Message) => void) => {
  const workspace = useWorkspace();
  const { user } = useSession();
  return useCallback(
    (message) => {
      if (!user) return;
      const sendAgain = async ({ id, text, attachments = [] }: Message): Promise<void> => {
        const reply = { conversation, text, files: attachments.flatMap(asReplyFile), author: user, cause: id };
        const sent = await sendReply(workspace, reply);
        if (sent.delivery.state === 'failed') await sendAgain(sent);
      };
      void sendAgain(message).catch(reportFailure);
    },
    [workspace, conversation, user],
  );
};

const asReplyFile = ({ kind, name, digest, size }: Attachment): readonly ReplyFile[] =>
  digest === undefined || size === undefined ? [] : [{ kind, name, digest, size }];
