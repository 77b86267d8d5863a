import { SendHorizontal } from 'lucide-react';
import type { ClipboardEvent, KeyboardEvent, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../../../ui/class-names.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { AttachButton } from './attach-button.tsx';
import type { Reply } from './use-reply.ts';

/** On a touch keyboard, Enter is the only way to insert a line break. */
const isSendKey = (event: KeyboardEvent): boolean => {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return false;
  if (event.ctrlKey || event.metaKey) return true;
  return !event.shiftKey && !event.altKey && !window.matchMedia('(pointer: coarse)').matches;
};

type ReplyFieldProps = {
  readonly reply: Reply;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** The id of the element that says where the reply is sent. */
  readonly describedBy: string;
  /** Whether files are being dragged over the box. */
  readonly isOver: boolean;
};

/** The text field of a reply with the buttons to attach files and to send; must be inside a form. */
export const ReplyField = ({ reply, field, describedBy, isOver }: ReplyFieldProps) => {
  const { t } = useTranslation();
  const { draft, files } = reply;
  const pasteFiles = (event: ClipboardEvent): void => {
    const pasted = [...event.clipboardData.files];
    if (pasted.length === 0) return;
    event.preventDefault();
    void files.attach(pasted);
  };
  const leaveOrSend = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === 'Escape') event.currentTarget.blur();
    if (!isSendKey(event)) return;
    event.preventDefault();
    void reply.send();
  };
  return (
    <div
      className={classNames(
        'mx-auto flex max-w-3xl items-end gap-1 rounded-card border bg-surface p-1 focus-within:border-accent',
        isOver ? 'border-accent ring-2 ring-accent' : 'border-line-strong',
      )}
    >
      <AttachButton box={files} />
      <textarea
        ref={field}
        rows={1}
        value={draft.text}
        aria-label={t('inbox.reply.label')}
        aria-describedby={describedBy}
        aria-keyshortcuts="R"
        placeholder={t(isOver ? 'inbox.reply.files.drop' : 'inbox.reply.placeholder')}
        onChange={(event) => draft.write(event.target.value)}
        onBlur={() => void draft.save()}
        onPaste={pasteFiles}
        onKeyDown={leaveOrSend}
        className="field-sizing-content max-h-[min(240px,35dvh)] min-h-8 min-w-0 flex-1 resize-none bg-transparent px-2 py-1.5 text-14 outline-none max-panes:min-h-10 max-panes:text-16"
      />
      <IconButton
        type="submit"
        icon={SendHorizontal}
        label={t('inbox.reply.send')}
        keys={['Enter']}
        disabled={!reply.maySend}
        className="text-accent"
      />
    </div>
  );
};
