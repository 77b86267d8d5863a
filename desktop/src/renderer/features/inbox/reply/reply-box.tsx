import { findChannelKind } from '@inbetwin/shared/channels/registry.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { type RefObject, Suspense, useId } from 'react';
import { lazyPart } from '../../../base/load-part.ts';
import { OtherDrafts } from '../../../parts/device/other-drafts.tsx';
import { FileChips } from './file-chips.tsx';
import { ReplyField } from './reply-field.tsx';
import { ReplyNotices } from './reply-notices.tsx';
import { SuggestedReply } from './suggested-reply.tsx';
import { useFileDrop } from './use-file-drop.ts';
import { useReply } from './use-reply.ts';

/** // Loaded on demand, because the most common kinds of channels do not need it. */
const TemplateReply = lazyPart(() => import('./template-reply.tsx'), 'TemplateReply');

type ReplyBoxProps = {
  readonly conversation: Conversation;
  readonly name: string;
  /** Whether the conversation's channel is connected. */
  readonly isConnected: boolean;
  /** Where the reply is written. */
  readonly field: RefObject<HTMLTextAreaElement | null>;
};

export const ReplyBox = ({ conversation, name, isConnected, field }: ReplyBoxProps) => {
  const id = useId();
  const reply = useReply(conversation);
  const { draft, files, prepared } = reply;
  const { freeTextWindowMs, templates = false } = findChannelKind(conversation.channel)?.capabilities ?? {};
  const drop = useFileDrop((dropped) => void files.attach(dropped));
  const insert = (words: string): Promise<boolean> => {
    field.current?.focus();
    return reply.append(words);
  };
  return (
    <div className="shrink-0 px-4 pt-1 pb-3 max-panes:px-2">
      {prepared.suggestion && (
        <SuggestedReply
          conversation={conversation}
          suggestion={prepared.suggestion}
          onEnd={prepared.end}
          onInsert={insert}
        />
      )}
      {freeTextWindowMs !== undefined && (
        <Suspense>
          <TemplateReply
            key={conversation.id}
            conversation={conversation}
            windowMs={freeTextWindowMs}
            hasTemplates={templates}
          />
        </Suspense>
      )}
      <form
        {...drop.handlers}
        onSubmit={(event) => {
          event.preventDefault();
          void reply.send();
        }}
      >
        <OtherDrafts draft={draft} />
        <FileChips box={files} />
        <ReplyField reply={reply} field={field} describedBy={id} isOver={drop.isOver} />
        <ReplyNotices reply={reply} conversation={conversation} name={name} isConnected={isConnected} id={id} />
      </form>
    </div>
  );
};
