import type { Team, User } from '@inbetwin/shared/contracts/accounts.ts';
import type { SessionProblem } from './problems.ts';
import type { Profile } from './session-storage.ts';

/** People in a workspace without a server have no email address. */
type Person = Pick<User, 'id' | 'name'> & Partial<Pick<User, 'email'>>;

export type SessionSnapshot = {
  readonly state: 'loading' | 'signed-out' | 'signed-in';
  /** A workspace that no server knows; it has neither a team nor a `server`. */
  readonly isLocal?: true;
  readonly user?: Person;
  readonly team?: Team;
  /** The server that the person belongs to; local data of two servers never mix. */
  readonly server?: string;
  /** Why the last attempt failed, or why the session ended. */
  readonly error?: SessionProblem;
};

export type SessionState = {
  readonly snapshot: SessionSnapshot;
  /** Kept in memory only, and only as long as the person stays the same. */
  readonly accessToken?: string;
};

export type SessionEvent =
  /** Somebody signed in, renewed the session, or opened a workspace without a server. */
  | { readonly type: 'entered'; readonly profile: Profile; readonly accessToken?: string }
  | { readonly type: 'failed'; readonly problem: SessionProblem }
  /** The last error is settled: the person who was signed in still is. */
  | { readonly type: 'stayed' }
  /** The access token must not be used again. */
  | { readonly type: 'expired' }
  | { readonly type: 'ended'; readonly problem?: SessionProblem }
  /** The present content of the storage, which another tab may have changed. */
  | { readonly type: 'stored'; readonly profile: Profile | undefined };

const snapshotOf = (profile: Profile | undefined): SessionSnapshot =>
  profile ? { state: 'signed-in', ...profile } : { state: 'signed-out' };

export const openingState = (profile: Profile | undefined): SessionState => ({ snapshot: snapshotOf(profile) });

/** The next state; the same object if the event changes nothing. */
export const sessionAfter = (state: SessionState, event: SessionEvent): SessionState => {
  switch (event.type) {
    case 'entered': {
      const { profile, accessToken } = event;
      return { snapshot: snapshotOf(profile), ...(accessToken !== undefined && { accessToken }) };
    }
    case 'failed':
      return { ...state, snapshot: { ...state.snapshot, error: event.problem } };
    case 'stayed': {
      const { error: _, ...snapshot } = state.snapshot;
      return { ...state, snapshot };
    }
    case 'expired':
      return { snapshot: state.snapshot };
    case 'ended':
      return { snapshot: { state: 'signed-out', ...(event.problem && { error: event.problem }) } };
    case 'stored': {
      const stored = snapshotOf(event.profile);
      return isSamePerson(stored, state.snapshot) ? state : { snapshot: stored };
    }
  }
};

const isSamePerson = (one: SessionSnapshot, other: SessionSnapshot): boolean =>
  one.state === other.state && one.user?.id === other.user?.id && ownerOf(one) === ownerOf(other);

/** Identifies whose requests these are: server, team, and person. Undefined while no member of a team is signed in. */
export const ownerOf = ({ state, user, team, server }: SessionSnapshot): string | undefined =>
  state === 'signed-in' && user && team ? JSON.stringify([server, team.id, user.id]) : undefined;
