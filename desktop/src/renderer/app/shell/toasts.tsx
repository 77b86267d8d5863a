import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Toaster, toast } from 'sonner';
import { usePreferences } from '../../base/preferences.ts';
import { useOnePane } from '../../base/use-media.ts';
import { bridge } from '../../session/bridge.ts';

/**
 * On a phone, toasts appear below the header, whose buttons are needed right after an action; the highest header is that of a conversation.
 */
const BELOW_HEADER = { top: 96 } as const;
const BESIDE_RAIL = { bottom: 40, left: 72 } as const;

/** Short messages above every screen, including those from the desktop application's main process. */
export const Toasts = () => {
  const { t } = useTranslation();
  const { theme } = usePreferences();
  const onePane = useOnePane();
  useEffect(
    () => bridge()?.on('link:unopened', ({ url }) => toast.error(t('errors.linkUnopened'), { description: url })),
    [t],
  );
  return (
    <Toaster
      theme={theme}
      position={onePane ? 'top-center' : 'bottom-left'}
      offset={onePane ? BELOW_HEADER : BESIDE_RAIL}
      mobileOffset={{ ...BELOW_HEADER, left: 8, right: 8 }}
      swipeDirections={onePane ? ['top', 'left', 'right'] : ['bottom', 'left']}
      duration={6000}
      closeButton
      containerAriaLabel={t('toasts.label')}
      icons={{ close: <X size={16} aria-hidden /> }}
      toastOptions={{
        unstyled: true,
        closeButtonAriaLabel: t('toasts.close'),
        classNames: {
          toast:
            'flex w-72 items-center gap-3 max-panes:w-full rounded-card bg-surface py-3 pr-2 pl-4 text-13 text-text shadow-float [font-family:var(--font-sans)] max-panes:py-2',
          content: 'min-w-0 flex-1 [overflow-wrap:anywhere]',
          description: 'text-muted',
          icon: 'shrink-0 text-muted',
          actionButton:
            'min-h-8 shrink-0 rounded-control px-2 font-medium text-accent hover:bg-surface-2 max-panes:min-h-10',
          closeButton:
            'order-last -ml-2 grid size-6 shrink-0 place-items-center rounded-control bg-transparent! text-muted! hover:bg-surface-2! hover:text-text! max-panes:size-10',
        },
      }}
    />
  );
};
