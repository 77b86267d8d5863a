import { Upload } from 'lucide-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormatNames } from './format-words.ts';

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');

type FileDropProps = { readonly onFiles: (files: readonly File[]) => void; readonly children: ReactNode };

/** Accepts files dropped anywhere on the screen; the button next to the title does the same without a mouse. */
export const FileDrop = ({ onFiles, children }: FileDropProps) => {
  const { t } = useTranslation();
  const formats = useFormatNames();
  const [isOver, setIsOver] = useState(false);
  const depth = useRef(0);
  const leave = (): void => {
    depth.current = 0;
    setIsOver(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button is the first
    <div
      className="relative h-full"
      onDragEnter={(event) => {
        if (!holdsFiles(event)) return;
        depth.current += 1;
        setIsOver(true);
      }}
      onDragOver={(event) => {
        if (holdsFiles(event)) event.preventDefault();
      }}
      onDragLeave={() => {
        depth.current -= 1;
        if (depth.current <= 0) leave();
      }}
      onDrop={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        leave();
        onFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {isOver && (
        <div className="pointer-events-none absolute inset-3 z-20 grid place-items-center rounded-card border-2 border-dashed border-accent bg-accent-soft">
          <p className="flex flex-col items-center gap-2 p-6 text-center text-16 font-medium text-accent">
            <Upload size={24} aria-hidden />
            {t('knowledge.drop')}
            <span className="text-13 font-normal text-muted">{formats}</span>
          </p>
        </div>
      )}
    </div>
  );
};
