import { type Attachment, isShownImage } from '@inbetwin/shared/entities/attachment.ts';
import { useTranslation } from 'react-i18next';
import { FileRow } from './file-row.tsx';
import { ImageThumbnail } from './image-thumbnail.tsx';

type AttachmentListProps = { readonly messageId: string; readonly attachments: readonly Attachment[] };

/** The files of a message, in their original order. */
export const AttachmentList = ({ messageId, attachments }: AttachmentListProps) => {
  const { t } = useTranslation();
  return (
    <ul aria-label={t('inbox.file.label')} className="flex min-w-0 flex-col gap-1.5">
      {attachments.map((attachment, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list of a message never changes its order, and two of its files may be alike
        <li key={index} className="min-w-0">
          {attachment.digest !== undefined && isShownImage(attachment) ? (
            <ImageThumbnail attachment={attachment} digest={attachment.digest} />
          ) : (
            <FileRow messageId={messageId} attachment={attachment} />
          )}
        </li>
      ))}
    </ul>
  );
};
