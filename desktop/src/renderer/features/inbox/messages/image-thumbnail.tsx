import type { Attachment } from '@inbetwin/shared/entities/attachment.ts';
import { Image as ImageIcon } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatSize } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/use-language.ts';
import { useStoredFile } from '../../../parts/files/use-stored-file.ts';
import { ImageDialog } from './image-dialog.tsx';
import { useFileName } from './use-file-name.ts';
import { useImage } from './use-image.ts';

type ImageThumbnailProps = { readonly attachment: Attachment; readonly digest: string };

/** An image in the conversation that opens at full size. Its space is reserved before it is loaded. */
export const ImageThumbnail = ({ attachment, digest }: ImageThumbnailProps) => {
  const { t } = useTranslation();
  const language = useLanguage();
  const place = useRef<HTMLButtonElement>(null);
  const file = useStoredFile(digest);
  const [isOpen, setIsOpen] = useState(false);
  const { url, load } = useImage({ attachment, file, place });
  const name = useFileName(attachment);
  const { size = 0 } = attachment;
  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <button
        ref={place}
        type="button"
        aria-label={t(url ? 'inbox.file.open' : 'inbox.file.show', { name })}
        aria-busy={file.isLoading}
        className="grid h-48 min-w-32 max-w-full place-items-center overflow-hidden rounded-control bg-surface"
        onClick={() => (url ? setIsOpen(true) : void load())}
      >
        {url ? (
          <img src={url} alt={name} className="h-48 max-w-full object-contain" />
        ) : (
          <span className="flex flex-col items-center gap-1 p-3 text-12 text-muted">
            <ImageIcon size={20} aria-hidden />
            <span className="[overflow-wrap:anywhere]">{name}</span>
            <span className="numbers">{formatSize(size, language)}</span>
            {file.missing && <span role="status">{t(`inbox.file.${file.missing}`)}</span>}
          </span>
        )}
      </button>
      {url && <ImageDialog url={url} name={name} fileName={attachment.name} digest={digest} />}
    </Dialog.Root>
  );
};
