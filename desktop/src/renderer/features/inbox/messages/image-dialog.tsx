import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../ui/icon-button.tsx';
import { SaveButton } from './file-row.tsx';

type ImageDialogProps = {
  readonly url: string;
  readonly name: string;
  readonly fileName: string;
  readonly digest: string;
};

/** An image at the largest size that the window allows. Escape closes it. */
export const ImageDialog = ({ url, name, fileName, digest }: ImageDialogProps) => {
  const { t } = useTranslation();
  return (
    <Dialog.Portal>
      <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
      <Dialog.Content
        aria-describedby={undefined}
        className="fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100dvh-32px)] max-w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-card bg-surface shadow-float animate-enter"
      >
        <div className="flex min-w-0 items-center gap-2 border-b border-line py-1 pr-1 pl-4">
          <Dialog.Title className="min-w-0 flex-1 truncate text-14 font-medium">{name}</Dialog.Title>
          <SaveButton name={fileName} digest={digest} />
          <Dialog.Close asChild>
            <IconButton icon={X} label={t('action.close')} />
          </Dialog.Close>
        </div>
        <img src={url} alt={name} className="min-h-0 rounded-b-card object-contain" />
      </Dialog.Content>
    </Dialog.Portal>
  );
};
