import {
  type Attachment,
  type AttachmentKind,
  canBeFetchedAgain,
  isAwaited,
} from '@inbetwin/shared/entities/attachment.ts';
import { AudioLines, CircleAlert, Clock, Download, File, Film, Image, type LucideIcon, Mic } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { formatSize } from '../../../i18n/format.ts';
import { wordFor } from '../../../i18n/i18n.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { saveFile } from '../../../parts/device/download-file.ts';
import { useStoredFile } from '../../../parts/files/use-stored-file.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { FetchAgain } from './fetch-again.tsx';
import { useFileName } from './use-file-name.ts';

const icons: Readonly<Record<AttachmentKind, LucideIcon>> = {
  image: Image,
  audio: AudioLines,
  voice: Mic,
  video: Film,
  file: File,
};

/** A file that can be saved but not previewed, or its transfer state while there is nothing to save. */
export const FileRow = ({ messageId, attachment }: { readonly messageId: string; readonly attachment: Attachment }) => {
  const { kind, digest, size } = attachment;
  const language = useLanguage();
  const name = useFileName(attachment);
  const Icon = icons[kind];
  return (
    <div className="flex min-w-0 items-center gap-2">
      <span className="grid size-8 shrink-0 place-items-center rounded-control bg-surface text-muted">
        <Icon size={16} aria-hidden />
      </span>
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="text-13 [overflow-wrap:anywhere]">{name}</span>
        <span className="flex flex-wrap items-center gap-x-2 text-12 text-muted">
          {size !== undefined && <span className="numbers">{formatSize(size, language)}</span>}
          <Progress attachment={attachment} />
          {canBeFetchedAgain(attachment) && <FetchAgain messageId={messageId} name={name} />}
        </span>
      </span>
      {digest !== undefined && attachment.state === 'stored' && <SaveButton name={attachment.name} digest={digest} />}
    </div>
  );
};

const Progress = ({ attachment }: { readonly attachment: Attachment }) => {
  const { t } = useTranslation();
  const { state, reason } = attachment;
  if (state === 'stored') return null;
  const isWaiting = state === 'waiting';
  const Icon = isWaiting ? Clock : CircleAlert;
  const why = wordFor('inbox.file.reason', reason ?? '') ?? reason ?? '';
  return (
    <span className={`inline-flex items-start gap-1 ${isWaiting ? 'text-muted' : 'text-danger'}`}>
      <Icon size={12} aria-hidden className="mt-[3px] shrink-0" />
      <span className="[overflow-wrap:anywhere]">
        {isWaiting ? t(isAwaited(attachment) ? 'inbox.file.uploading' : 'inbox.file.waiting') : why}
      </span>
    </span>
  );
};

type SaveButtonProps = { readonly name: string; readonly digest: string };

/** Downloads the file if it is not on this device, and saves it for the person. */
export const SaveButton = ({ name, digest }: SaveButtonProps) => {
  const { t } = useTranslation();
  const { isLoading, missing, obtain } = useStoredFile(digest);
  const save = async (): Promise<void> => {
    const bytes = await obtain();
    if (bytes) saveFile(name, bytes);
  };
  return (
    <>
      {missing && (
        <span role="status" className="text-12 text-caution">
          {t(`inbox.file.${missing}`)}
        </span>
      )}
      <IconButton
        icon={Download}
        label={t(isLoading ? 'inbox.file.saving' : 'inbox.file.save', { name })}
        disabled={isLoading}
        aria-busy={isLoading}
        onClick={() => void save()}
      />
    </>
  );
};
