import { createRootRoute } from '@tanstack/react-router';

/** The parent of every screen's route; `app/router.ts` sets its frame. */
export const rootRoute = createRootRoute();

/** A search parameter's value if it is a non-empty string. */
export const searchText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
