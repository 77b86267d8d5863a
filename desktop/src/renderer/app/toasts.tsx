import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Toaster, toast } from 'sonner';
import { bridge } from '../session/bridge.ts';
import { usePreferences } from './preferences.ts';
import { useOnePane } from './use-media.ts';

/** Short messages over every screen, among them what the shell of the desktop program has to tell. */
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
      offset={{ bottom: 40, left: 72 }}
      duration={6000}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-72 items-center gap-3 max-panes:w-full rounded-card bg-surface px-4 py-3 text-13 text-text shadow-float [font-family:var(--font-sans)]',
          content: 'min-w-0 flex-1 [overflow-wrap:anywhere]',
          description: 'text-muted',
          icon: 'shrink-0 text-muted',
          actionButton: 'min-h-8 shrink-0 rounded-control px-2 font-medium text-accent hover:bg-surface-2',
        },
      }}
    />
  );
};
