import { MAX_ATTACHMENTS } from '@inbetwin/shared/entities/attachment.ts';
import { File, Image, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatSize } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import type { ReplyFilesBox } from './use-reply-files.ts';

/** The files of an unsent reply, each with a remove button, and the reasons why other files were not attached. */
export const FileChips = ({ box }: { readonly box: ReplyFilesBox }) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const { files, refusals, maxBytes, remove } = box;
  const bounds = { limit: formatSize(maxBytes, language), most: MAX_ATTACHMENTS };
  return (
    <>
      {files.length > 0 && (
        <ul aria-label={t('inbox.reply.files.label')} className="mx-auto mb-1 flex max-w-3xl flex-wrap gap-1.5">
          {files.map((file) => {
            const Icon = file.kind === 'image' ? Image : File;
            return (
              <li
                key={file.id}
                className="flex min-w-0 max-w-full items-center gap-1.5 rounded-control border border-line bg-surface-2 pl-2 text-13"
              >
                <Icon size={14} aria-hidden className="shrink-0 text-muted" />
                <span className="max-w-52 truncate" title={file.name}>
                  {file.name}
                </span>
                <span className="numbers shrink-0 text-12 text-muted">{formatSize(file.size, language)}</span>
                <IconButton
                  icon={X}
                  label={t('inbox.reply.files.remove', { name: file.name })}
                  onClick={() => void remove(file)}
                />
              </li>
            );
          })}
        </ul>
      )}
      {refusals.length > 0 && (
        <div role="alert" className="mx-auto max-w-3xl px-1 text-12 text-danger [overflow-wrap:anywhere]">
          {refusals.map(({ why, names }) => (
            <p key={why}>{t(`inbox.reply.files.${why}`, { ...bounds, names: names.join(', ') })}</p>
          ))}
        </div>
      )}
    </>
  );
};
