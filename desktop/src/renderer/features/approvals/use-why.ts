import type { Work } from '@inbetwin/shared/entities/work.ts';
import { useMemo } from 'react';
import { useLive } from '../../workspace/live/use-live.ts';
import { useRun } from '../../workspace/live/use-runs.ts';
import { type Why, whyOf } from './why.ts';

/** The newest messages of the conversation: more than are written while a request waits. */
const LOOK_BACK = 60;

/** Undefined until the conversation is read. */
export const useWhy = (approval: Work): Why | undefined => {
  const { conversationId } = approval;
  const run = useRun(approval.approval?.runId);
  const messages = useLive(
    ({ collections }) =>
      conversationId === undefined
        ? undefined
        : collections.messages.find({
            selector: { conversationId },
            sort: [{ createdAt: 'desc' }, { id: 'desc' }],
            index: ['conversationId', 'createdAt'],
            limit: LOOK_BACK,
          }),
    [conversationId],
  );
  return useMemo(
    () => messages && whyOf(approval, { messages: messages.toReversed(), run }),
    [approval, messages, run],
  );
};
