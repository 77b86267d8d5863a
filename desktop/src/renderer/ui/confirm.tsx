import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from './button.tsx';
import { classNames } from './class-names.ts';

type ConfirmProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly text: ReactNode;
  readonly action: string;
  readonly onConfirm: () => void;
};

/** At least 44 px high on touch screens. */
const touchable = 'max-panes:min-h-11';

/** A confirmation dialog; use it only before actions that cannot be undone. */
export const Confirm = ({ open, onOpenChange, title, text, action, onConfirm }: ConfirmProps) => {
  const { t } = useTranslation();
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <AlertDialog.Content className="fixed top-1/2 left-1/2 z-40 w-[min(420px,calc(100vw-32px))] -translate-x-1/2 -translate-y-1/2 rounded-card bg-surface p-6 shadow-float animate-enter">
          <AlertDialog.Title className="text-16 font-semibold [overflow-wrap:anywhere]">{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="mt-2 flex flex-col gap-2 text-14 text-muted">{text}</div>
          </AlertDialog.Description>
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel className={classNames(buttonClass('plain'), touchable)}>
              {t('action.cancel')}
            </AlertDialog.Cancel>
            <AlertDialog.Action className={classNames(buttonClass('danger'), touchable)} onClick={onConfirm}>
              {action}
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
};
