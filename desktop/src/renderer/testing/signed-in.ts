import 'fake-indexeddb/auto';
import type { Role } from '@inbetwin/shared/entities/declaring/rights.ts';

/** Before the session is made, which reads it once: somebody who was signed in, and a server that is away. */
export const wasSignedInAs = (role: Role): void => {
  const profile = {
    user: { id: 'anna', email: 'anna@example.com', name: 'Анна' },
    team: { id: 'team', slug: 'team', name: 'Полдень', role },
    server: 'http://localhost:1',
  };
  localStorage.setItem('inbetwin.profile', JSON.stringify(profile));
  localStorage.setItem('inbetwin.refresh-token', 'kept');
};
