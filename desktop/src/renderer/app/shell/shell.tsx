import { Outlet, useLocation, useMatches, useNavigate, useParams } from '@tanstack/react-router';
import { Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart, preloadParts, untilIdle } from '../../base/load-part.ts';
import { overlay, useOverlay } from '../../base/overlay.ts';
import { byLetteredPlace } from '../../base/places.ts';
import { useShortcuts } from '../../base/shortcuts.ts';
import { useOnePane } from '../../base/use-media.ts';
import { useNotifier } from '../../features/notifications/use-notifier.ts';
import { useUnreadMark } from '../../features/notifications/use-unread-mark.ts';
import { preloadWords } from '../../i18n/i18n.ts';
import { closeHint } from '../../ui/open-hint.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Navigation } from './navigation.tsx';
import { StatusLine } from './status-line.tsx';
import { StorageNotice } from './storage-notice.tsx';

const Overlays = lazyPart(() => import('./overlays.tsx'), 'Overlays');

/** The frame around every screen: navigation, the screen, the status line, and overlays. */
export const Shell = () => {
  const onePane = useOnePane();
  const navigate = useNavigate();
  // Follows what the outlet shows rather than the address, which changes earlier, so that a failed screen does not affect the next one.
  const screen = useMatches({ select: (matches) => matches[1]?.routeId });
  const { conversationId, approvalId } = useParams({ strict: false });
  const shown = useOverlay();
  const [wasShown, setWasShown] = useState(false);
  if (shown && !wasShown) setWasShown(true);

  usePreloading();
  const place = useLocation({ select: ({ href }) => href });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is the reason to close.
  useEffect(() => closeHint(), [place]);
  useUnreadMark();
  useNotifier();
  useShortcuts({
    palette: () => overlay.show(shown === 'palette' ? undefined : 'palette'),
    help: () => overlay.show('shortcuts'),
    ...byLetteredPlace(
      ({ to }) =>
        () =>
          void navigate({ to }),
    ),
    newLead: () => overlay.show('new-lead'),
  });

  return (
    // Positioned and clipped, so that visually hidden elements stay inside it and the window itself never scrolls.
    <div className="relative flex h-dvh flex-col overflow-clip bg-bg">
      <SkipLink />
      <StorageNotice />
      <div className="flex min-h-0 flex-1">
        {!onePane && <Navigation place="rail" />}
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
          <ErrorBoundary key={screen}>
            <Outlet />
          </ErrorBoundary>
        </main>
      </div>
      <StatusLine />
      {onePane && conversationId === undefined && approvalId === undefined && <Navigation place="bar" />}
      {wasShown && (
        <ErrorBoundary>
          <Suspense>
            <Overlays shown={shown} />
          </Suspense>
        </ErrorBoundary>
      )}
    </div>
  );
};

/** Preloads the other parts of the program while the page is idle. */
const usePreloading = (): void => {
  // The palette comes first, because people who open it start typing at once.
  useEffect(
    () =>
      void untilIdle()
        .then(Overlays.preload)
        .then(() => preloadParts(untilIdle))
        .then(preloadWords),
    [],
  );
};

const SkipLink = () => {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className="sr-only z-50 rounded-control bg-accent px-3 py-2 text-accent-text focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      onClick={() => document.getElementById('content')?.focus()}
    >
      {t('nav.skip')}
    </button>
  );
};
