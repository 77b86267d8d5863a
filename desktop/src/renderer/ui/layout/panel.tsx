import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classNames } from '../class-names.ts';
import { IconButton } from '../icon-button.tsx';

type PanelProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly children: ReactNode;
  /** `side`: a drawer from the right edge; `center`: a small window. */
  readonly place?: 'side' | 'center';
};

const places = {
  side: 'inset-y-0 right-0 w-[min(320px,100vw)] animate-slide max-panes:w-full',
  center:
    'top-1/2 left-1/2 max-h-[calc(100dvh-32px)] w-[min(480px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 rounded-card animate-enter',
} as const;

/** A modal dialog or drawer. Escape and a click on the backdrop close it, and the focus returns to where it was. */
export const Panel = ({ open, onOpenChange, title, children, place = 'center' }: PanelProps) => {
  const { t } = useTranslation();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          tabIndex={-1}
          onOpenAutoFocus={(event) => {
            // Focusing the first button would open its tooltip.
            event.preventDefault();
            if (!(event.currentTarget instanceof HTMLElement)) return;
            const field = event.currentTarget.querySelector<HTMLElement>('[data-autofocus]');
            (field ?? event.currentTarget).focus();
          }}
          className={classNames(
            'fixed z-40 flex flex-col overflow-hidden bg-surface shadow-float outline-none',
            // At least 44 px high on touch screens.
            'max-panes:[&>header_button]:size-11 max-panes:[&_form_button]:min-h-11',
            places[place],
          )}
        >
          <header className="flex min-h-12 shrink-0 items-center justify-between gap-2 border-b border-line py-2 pr-2 pl-4">
            <Dialog.Title className="min-w-0 text-14 font-semibold [overflow-wrap:anywhere]">{title}</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton icon={X} label={t('action.close')} />
            </Dialog.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
};
