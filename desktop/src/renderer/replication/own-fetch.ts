import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { SYNC_VERSION, SYNC_VERSION_HEADER } from '@inbetwin/shared/contracts/sync.ts';
import type { ReplicationParts } from './replication.ts';

/** A request of the person that a workspace belongs to. */
export type OwnFetch = (path: string, init: RequestInit) => Promise<Response>;

/** Binds requests to the session's user and team, so that documents are never sent with another team's token. */
export const fetchForPresentSession = (session: ReplicationParts['session']): OwnFetch => {
  const owner = session.snapshot();
  return async (path: string, init: RequestInit): Promise<Response> => {
    const { user, team } = session.snapshot();
    if (user?.id !== owner.user?.id || team?.id !== owner.team?.id) {
      throw new Failure('auth.required', 'The session of this workspace is over.', 'Sign in again.');
    }
    const headers = { ...init.headers, [SYNC_VERSION_HEADER]: String(SYNC_VERSION) };
    return session.authorizedFetch(path, { ...init, headers });
  };
};
