import { z } from 'zod';
import { idSchema } from '../entities/declaring/fields.ts';
import { roles } from '../entities/declaring/rights.ts';
import { emailSchema, passwordSchema, sessionSchema, teamSchema } from './accounts.ts';
import { byId, nothing, type RouteDefinition } from './route.ts';

/** A deactivated member keeps their name on what they did, and has no access. */
export const memberStates = ['active', 'deactivated'] as const;
export type MemberState = (typeof memberStates)[number];

export const memberSchema = z.object({
  id: idSchema,
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  state: z.enum(memberStates),
  joinedAt: z.int(),
});
export type Member = z.infer<typeof memberSchema>;

const invitationSchema = z.object({
  id: z.string(),
  role: z.enum(roles),
  email: z.string().optional().describe('The only one that may use it'),
  invitedBy: idSchema,
  createdAt: z.int(),
  expiresAt: z.int(),
});
export type Invitation = z.infer<typeof invitationSchema>;

const deviceSessionSchema = z.object({
  id: z.string(),
  team: z.object({ id: idSchema, name: z.string() }),
  createdAt: z.int(),
  usedAt: z.int().describe('To within a quarter of an hour'),
  device: z.string().optional().describe('The `User-Agent` of its last use'),
  address: z.string().optional().describe('Where it was used last'),
  isCurrent: z.boolean(),
});
export type DeviceSession = z.infer<typeof deviceSessionSchema>;

const secretParams = z.object({ token: z.string().min(20).max(200) });
const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

export const peopleRoutes = {
  invite: {
    method: 'post',
    path: '/api/v1/team/invitations',
    summary: 'Invite a person into the team',
    access: 'admin',
    body: z.object({ role: z.enum(roles), email: emailSchema.optional() }),
    status: 201,
    response: invitationSchema.extend({ link: z.string().describe('Works once; shown only now') }),
  },
  listInvitations: {
    method: 'get',
    path: '/api/v1/team/invitations',
    summary: 'Invitations that can still be used',
    access: 'admin',
    status: 200,
    response: listOf(invitationSchema),
  },
  revokeInvitation: {
    method: 'delete',
    path: '/api/v1/team/invitations/:id',
    summary: 'Make an invitation unusable',
    access: 'admin',
    params: z.object({ id: z.string().max(100) }),
    status: 204,
    response: nothing,
  },
  readInvitation: {
    method: 'get',
    path: '/api/v1/auth/invitations/:token',
    summary: 'What somebody is invited to',
    access: 'public',
    params: secretParams,
    status: 200,
    response: z.object({
      team: z.object({ name: z.string() }),
      role: z.enum(roles),
      email: z.string().optional(),
      invitedBy: z.string().describe('A name'),
      expiresAt: z.int(),
    }),
  },
  join: {
    method: 'post',
    path: '/api/v1/auth/join',
    summary: 'Join a team with an invitation, as a new account or with the password of an existing one',
    access: 'public',
    body: z.object({
      invitation: z.string().min(20).max(200),
      email: emailSchema,
      password: passwordSchema,
      name: z.string().trim().min(1).max(200).describe('Of a new account'),
    }),
    status: 201,
    response: sessionSchema,
  },
  listMembers: {
    method: 'get',
    path: '/api/v1/team/members',
    summary: 'Everybody in the team',
    access: 'user',
    status: 200,
    response: listOf(memberSchema),
  },
  getMember: {
    method: 'get',
    path: '/api/v1/team/members/:id',
    summary: 'A member of the team',
    access: 'user',
    params: byId,
    versioned: true,
    status: 200,
    response: memberSchema,
  },
  changeMember: {
    method: 'patch',
    path: '/api/v1/team/members/:id',
    summary: "Change a member's role, or deactivate or reactivate them",
    access: 'admin',
    params: byId,
    body: z.object({ role: z.enum(roles).optional(), state: z.enum(memberStates).optional() }),
    versioned: true,
    status: 200,
    response: memberSchema,
  },
  removeMember: {
    method: 'delete',
    path: '/api/v1/team/members/:id',
    summary: 'Remove a member; what they were responsible for goes to another or to nobody',
    access: 'admin',
    params: byId,
    body: z.object({ reassignTo: idSchema.optional() }),
    status: 204,
    response: nothing,
  },
  listTeams: {
    method: 'get',
    path: '/api/v1/auth/teams',
    summary: 'The teams that the person belongs to',
    access: 'user',
    status: 200,
    response: listOf(teamSchema),
  },
  switchTeam: {
    method: 'post',
    path: '/api/v1/auth/teams/:id/session',
    summary: 'Go on in another of the teams; ends the session of this one',
    access: 'user',
    params: byId,
    status: 201,
    response: sessionSchema,
  },
  listSessions: {
    method: 'get',
    path: '/api/v1/auth/sessions',
    summary: 'Where the person is signed in',
    access: 'user',
    status: 200,
    response: listOf(deviceSessionSchema),
  },
  endSession: {
    method: 'delete',
    path: '/api/v1/auth/sessions/:id',
    summary: 'Sign one device out',
    access: 'user',
    params: z.object({ id: z.string().max(100) }),
    status: 204,
    response: nothing,
  },
  endOtherSessions: {
    method: 'delete',
    path: '/api/v1/auth/sessions',
    summary: 'Sign out everywhere but here',
    access: 'user',
    status: 204,
    response: nothing,
  },
} as const satisfies Record<string, RouteDefinition>;
