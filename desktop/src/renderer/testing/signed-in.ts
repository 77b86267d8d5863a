import 'fake-indexeddb/auto';
import type { Role } from '@inbetwin/shared/entities/declaring/rights.ts';

/** Simulates a signed-in user and an unreachable server. Call it before the session is created, which reads this once. */
export const wasSignedInAs = (role: Role): void => {
  const profile = {
    user: { id: 'anna', email: 'anna@example.com', name: 'Анна' },
    team: { id: 'team', slug: 'team', name: 'Полдень', role },
    server: 'http://localhost:1',
  };
  localStorage.setItem('inbetwin.profile', JSON.stringify(profile));
  localStorage.setItem('inbetwin.refresh-token', 'kept');
};
