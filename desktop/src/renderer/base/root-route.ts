import { createRootRoute } from '@tanstack/react-router';

/** What every screen's route hangs on; `app/router.ts` gives it its frame. */
export const rootRoute = createRootRoute();

/** A text of an address's search part that is not empty. */
export const searchText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
