import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openingState, ownerOf, type SessionEvent, type SessionState, sessionAfter } from './session-state.ts';
import type { Profile } from './session-storage.ts';

const profileOf = (person: string, server: string): Profile => ({
  user: { id: person, name: person, email: `${person}@example.com` },
  team: { id: `team-of-${person}`, name: 'Team', slug: 'team', role: 'owner' },
  server,
});
const local: Profile = { user: { id: 'local-1', name: 'Alone' }, isLocal: true };
const problem = { code: 'auth.required', message: 'Over.', hint: 'Sign in.' } as const;

const profiles = fc.oneof(
  fc
    .tuple(fc.constantFrom('anna', 'boris'), fc.constantFrom('one', 'two'))
    .map(([who, where]) => profileOf(who, where)),
  fc.constant(local),
);
const events: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.record({ type: fc.constant('entered' as const), profile: profiles, accessToken: fc.string({ minLength: 1 }) }),
  fc.record({ type: fc.constant('failed' as const), problem: fc.constant(problem) }),
  fc.constantFrom<SessionEvent>({ type: 'stayed' }, { type: 'expired' }, { type: 'ended' }, { type: 'ended', problem }),
  fc.record({ type: fc.constant('stored' as const), profile: fc.option(profiles, { nil: undefined }) }),
);

const after = (start: SessionState, story: readonly SessionEvent[]): SessionState => story.reduce(sessionAfter, start);

test('nobody holds an access token who is not signed in', () => {
  fc.assert(
    fc.property(fc.option(profiles, { nil: undefined }), fc.array(events), (profile, story) => {
      const { snapshot, accessToken } = after(openingState(profile), story);
      if (snapshot.state !== 'signed-in') expect([accessToken, ownerOf(snapshot)]).toEqual([undefined, undefined]);
    }),
  );
});

test('a problem never changes who is signed in, and an access token never passes to somebody else', () => {
  fc.assert(
    fc.property(fc.array(events), events, (story, event) => {
      const before = after(openingState(undefined), story);
      const next = sessionAfter(before, event);
      if (event.type === 'failed' || event.type === 'stayed') {
        expect(ownerOf(next.snapshot)).toBe(ownerOf(before.snapshot));
      }
      const isKept = next.accessToken !== undefined && event.type !== 'entered';
      if (isKept) expect(ownerOf(next.snapshot)).toBe(ownerOf(before.snapshot));
    }),
  );
});

test('what the storage holds of the same person changes nothing, and nobody is told', () => {
  const state = after(openingState(undefined), [
    { type: 'entered', profile: profileOf('anna', 'one'), accessToken: 'token' },
  ]);
  expect(sessionAfter(state, { type: 'stored', profile: profileOf('anna', 'one') })).toBe(state);
  expect(sessionAfter(state, { type: 'stored', profile: profileOf('boris', 'one') }).accessToken).toBeUndefined();
});
