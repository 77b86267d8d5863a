import { Paperclip } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../ui/icon-button.tsx';
import type { ReplyFilesBox } from './use-reply-files.ts';

/** Opens the system's file dialog. If the channel does not accept files, a note says so. */
export const AttachButton = ({ box }: { readonly box: ReplyFilesBox }) => {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const takesFiles = box.maxBytes > 0;
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          const chosen = [...(currentTarget.files ?? [])];
          // Allows the same file to be chosen again.
          currentTarget.value = '';
          void box.attach(chosen);
        }}
      />
      <IconButton
        icon={Paperclip}
        label={t(takesFiles ? 'inbox.reply.files.attach' : 'inbox.reply.files.none')}
        disabled={!takesFiles}
        onClick={() => input.current?.click()}
      />
    </>
  );
};
