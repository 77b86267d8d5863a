import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { cutText } from '@inbetwin/shared/text/cut-text.ts';
import { Link } from '@tanstack/react-router';
import { Ban, SendHorizontal, Unplug } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { reportFailure } from '../../../base/report-failure.ts';
import { OtherDrafts } from '../../../parts/device/other-drafts.tsx';
import { useSession } from '../../../session/session.ts';
import { askToPersist } from '../../../storage/persistence.ts';
import { useChannelWords } from '../../../ui/channel-words.ts';
import { classNames } from '../../../ui/class-names.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { sendReply } from '../../../workspace/acts/actions.ts';
import { useDraft } from '../../../workspace/acts/drafts.ts';
import { useWorkspace } from '../../../workspace/live/use-live.ts';
import { AttachButton } from './attach-button.tsx';
import { FileChips } from './file-chips.tsx';
import { SuggestedReply } from './suggested-reply.tsx';
import { useFileDrop } from './use-file-drop.ts';
import { useReplyFiles } from './use-reply-files.ts';
import { useSuggestion } from './use-suggestion.ts';

const MAX_TEXT = 16_000;
/** What stands behind it must not be pushed out of sight. */
const LONGEST_NAME = 48;

/** On a touch keyboard Enter is the only way to a new line. */
const isSendKey = (event: KeyboardEvent): boolean => {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return false;
  if (event.ctrlKey || event.metaKey) return true;
  return !event.shiftKey && !event.altKey && !window.matchMedia('(pointer: coarse)').matches;
};

type ReplyBoxProps = {
  readonly conversation: Conversation;
  readonly name: string;
  /** Whether the conversation's channel is connected. */
  readonly isConnected: boolean;
  /** Where the reply is written. */
  readonly field: RefObject<HTMLTextAreaElement | null>;
};

export const ReplyBox = ({ conversation, name, isConnected, field }: ReplyBoxProps) => {
  const { t } = useTranslation();
  const id = useId();
  const workspace = useWorkspace();
  const { user } = useSession();
  const channel = useChannelWords().nameOf(conversation.channel);
  const draft = useDraft(conversation.id);
  const { suggestion, end } = useSuggestion(conversation);
  const { text } = draft;
  const { reach } = conversation;
  const excess = text.trim().length - MAX_TEXT;
  const box = useReplyFiles(conversation);
  const drop = useFileDrop((files) => void box.attach(files));
  const [firstFile] = box.files;
  const maySend = (text.trim() !== '' || firstFile !== undefined) && excess <= 0 && user !== undefined;

  const send = async (): Promise<void> => {
    if (!maySend) return;
    const author = { id: user.id, name: user.name };
    try {
      await draft.send((reply, draftId) => {
        // Files alone have no text that would be a draft.
        const cause = reply === '' && firstFile ? firstFile.id : draftId;
        return box.send(cause, author.id, (files) =>
          sendReply(workspace, { conversation, text: reply, files, author, cause }),
        );
      });
      // The answer is given: what was prepared for it is of no use any more.
      await end('cancelled');
    } catch (error) {
      reportFailure(error);
      return;
    }
    // From now on there is something on this device that may be nowhere else.
    await askToPersist();
  };

  const insert = (added: string): Promise<boolean> => {
    draft.write([draft.text.trimEnd(), added].filter(Boolean).join('\n\n'));
    field.current?.focus();
    return draft.save();
  };
  return (
    <div className="shrink-0 px-4 pt-1 pb-3 max-panes:px-2">
      {suggestion && (
        <SuggestedReply conversation={conversation} suggestion={suggestion} onEnd={end} onInsert={insert} />
      )}
      <form
        {...drop.handlers}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <OtherDrafts draft={draft} />
        <FileChips box={box} />
        <div
          className={classNames(
            'mx-auto flex max-w-3xl items-end gap-1 rounded-card border bg-surface p-1 focus-within:border-accent',
            drop.isOver ? 'border-accent ring-2 ring-accent' : 'border-line-strong',
          )}
        >
          <AttachButton box={box} />
          <textarea
            ref={field}
            rows={1}
            value={text}
            aria-label={t('inbox.reply.label')}
            aria-describedby={id}
            aria-keyshortcuts="R"
            placeholder={t(drop.isOver ? 'inbox.reply.files.drop' : 'inbox.reply.placeholder')}
            onChange={(event) => draft.write(event.target.value)}
            onBlur={() => void draft.save()}
            onPaste={(event) => {
              const pasted = [...event.clipboardData.files];
              if (pasted.length === 0) return;
              event.preventDefault();
              void box.attach(pasted);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Escape') event.currentTarget.blur();
              if (!isSendKey(event)) return;
              event.preventDefault();
              void send();
            }}
            className="field-sizing-content max-h-[min(240px,35dvh)] min-h-8 min-w-0 flex-1 resize-none bg-transparent px-2 py-1.5 text-14 outline-none max-panes:min-h-10 max-panes:text-16"
          />
          <IconButton
            type="submit"
            icon={SendHorizontal}
            label={t('inbox.reply.send')}
            keys={['Enter']}
            disabled={!maySend}
            className="text-accent"
          />
        </div>
        <p
          id={id}
          className={classNames(
            'mx-auto line-clamp-2 max-w-3xl px-1 pt-1 text-12 text-pretty [overflow-wrap:anywhere]',
            excess > 0 ? 'text-danger' : 'text-muted',
          )}
        >
          {excess > 0
            ? t('inbox.reply.tooLong', { count: excess })
            : [
                isConnected
                  ? t('inbox.reply.where', { channel, name: cutText(name, LONGEST_NAME) || t('contacts.unnamed') })
                  : undefined,
                conversation.mode === 'agent' ? t('inbox.reply.takesOver') : undefined,
              ]
                .filter(Boolean)
                .join(' · ')}
        </p>
        {draft.failure !== undefined && (
          <p role="alert" className="mx-auto max-w-3xl px-1 pt-1 text-12 text-danger">
            {t('device.draft.notSaved')}
          </p>
        )}
        {isConnected && reach && reach.state !== 'open' && (
          <p className="mx-auto flex max-w-3xl items-start gap-1.5 px-1 text-12 text-caution">
            <Ban size={12} aria-hidden className="mt-[3px] shrink-0" />
            {t(`inbox.reply.reach.${reach.state}`)}
          </p>
        )}
        {!isConnected && (
          <p className="mx-auto flex max-w-3xl flex-wrap items-center gap-x-2 px-1 text-12 text-caution">
            <span className="inline-flex items-center gap-1.5">
              <Unplug size={12} aria-hidden className="shrink-0" />
              {t('inbox.reply.unconnected')}
            </span>
            <Link to="/settings" hash="channels" className="text-accent hover:underline">
              {t('inbox.reply.connect')}
            </Link>
          </p>
        )}
      </form>
    </div>
  );
};
