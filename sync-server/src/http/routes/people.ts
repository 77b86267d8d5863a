import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { Accounts } from '../../accounts/accounts.ts';
import { reassign } from '../../teams/reassign.ts';
import type { Handlers } from '../machinery/handler.ts';
import { requireVersion } from '../machinery/versions.ts';

/** Members and invitations of a team, and the teams and sessions of a person. */
export const peopleHandlers: Pick<
  Handlers,
  | 'invite'
  | 'listInvitations'
  | 'revokeInvitation'
  | 'readInvitation'
  | 'join'
  | 'listMembers'
  | 'getMember'
  | 'changeMember'
  | 'removeMember'
  | 'listTeams'
  | 'switchTeam'
  | 'listSessions'
  | 'endSession'
  | 'endOtherSessions'
> = {
  invite: async ({ services: { accounts, publicUrl }, caller, body }) => {
    const { invitation, secret } = await accounts.teamInvitations.create(caller, body);
    return { ...invitation, link: `${publicUrl()}/#/join/${secret}` };
  },
  listInvitations: async ({ services: { accounts }, caller }) => ({
    items: [...(await accounts.teamInvitations.list(caller.teamId))],
  }),
  revokeInvitation: async ({ services: { accounts }, caller, params }) => {
    await accounts.teamInvitations.revoke(caller.teamId, params.id);
    return null;
  },
  readInvitation: async ({ services: { accounts }, params }) => {
    const { teamId, role, email, invitedBy, expiresAt } = await accounts.teamInvitations.read(params.token);
    const [team, name] = await Promise.all([accounts.findTeam(teamId), accounts.nameOf(invitedBy)]);
    if (!team) throw new Failure('team.not_found', 'The team is not there any more.', 'Ask whoever invited you.');
    return { team: { name: team.name }, role, ...(email !== undefined && { email }), invitedBy: name ?? '', expiresAt };
  },
  join: ({ services: { accounts }, body: { invitation, ...joining }, use }) => accounts.join(invitation, joining, use),

  listMembers: async ({ services: { accounts }, caller }) => ({
    items: [...(await accounts.members.list(caller.teamId))],
  }),
  getMember: ({ services: { accounts }, caller, params }) => accounts.members.get(caller.teamId, params.id),
  changeMember: async ({ services: { accounts }, caller, params, body, ifMatch }) => {
    if (ifMatch !== undefined) requireVersion(ifMatch, await accounts.members.get(caller.teamId, params.id));
    const member = await accounts.members.change(caller, params.id, body);
    if (member.state === 'deactivated') await accounts.signOutOf(caller.teamId, params.id);
    return member;
  },
  removeMember: async ({ services, caller, params, body: { reassignTo } }) => {
    const { accounts } = services;
    if (reassignTo !== undefined) await requireHeir(accounts, caller.teamId, { leaving: params.id, heir: reassignTo });
    await accounts.members.remove(caller, params.id);
    await accounts.signOutOf(caller.teamId, params.id);
    const team = await services.team(caller.teamId);
    await reassign(team.actAs(caller.userId), params.id, reassignTo);
    return null;
  },

  listTeams: async ({ services: { accounts }, caller }) => ({ items: [...(await accounts.teamsOf(caller.userId))] }),
  switchTeam: ({ services: { accounts }, caller, params, use }) => accounts.switchTeam(caller, params.id, use),
  listSessions: async ({ services: { accounts }, caller }) => ({ items: [...(await accounts.listSessions(caller))] }),
  endSession: async ({ services: { accounts }, caller, params }) => {
    await accounts.endSession(caller, params.id);
    return null;
  },
  endOtherSessions: async ({ services: { accounts }, caller }) => {
    await accounts.endOtherSessions(caller);
    return null;
  },
};

type Succession = { readonly leaving: string; readonly heir: string };

const requireHeir = async ({ members }: Pick<Accounts, 'members'>, teamId: string, { leaving, heir }: Succession) => {
  const others = (await members.list(teamId)).filter(({ id, state }) => id !== leaving && state === 'active');
  if (others.some(({ id }) => id === heir)) return;
  throw new Failure(
    'request.invalid',
    'Their work can go to an active member only.',
    'Choose somebody else of the team.',
  );
};
