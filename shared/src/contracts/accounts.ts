import { z } from 'zod';
import { idSchema } from '../entities/declaring/fields.ts';
import { roles } from '../entities/declaring/rights.ts';
import { nothing, type RouteDefinition } from './route.ts';

export const emailSchema = z.string().trim().toLowerCase().pipe(z.email().max(254));
export const passwordSchema = z.string().min(8, 'At least 8 characters').max(200);

export const userSchema = z.object({ id: idSchema, email: z.string(), name: z.string() });
export const teamSchema = z.object({ id: idSchema, slug: z.string(), name: z.string(), role: z.enum(roles) });
export type User = z.infer<typeof userSchema>;
export type Team = z.infer<typeof teamSchema>;

export const sessionSchema = z.object({
  accessToken: z.string().describe('JWT, valid for 15 minutes'),
  refreshToken: z.string().describe('Rotates with every use; a second use revokes the whole family'),
  deviceToken: z.string().describe('To be kept after signing out, and sent with the next sign-in to the same account'),
  user: userSchema,
  team: teamSchema,
});
export type Session = z.infer<typeof sessionSchema>;

/** Who may create a team: anyone, people with an invitation, or nobody. */
export const registrationModes = ['open', 'invited', 'closed'] as const;
export type RegistrationMode = (typeof registrationModes)[number];

export const accountRoutes = {
  registration: {
    method: 'get',
    path: '/api/v1/auth/registration',
    summary: 'Who may create a team',
    access: 'public',
    status: 200,
    response: z.object({ registration: z.enum(registrationModes) }),
  },
  register: {
    method: 'post',
    path: '/api/v1/auth/register',
    summary: 'Create an account and its team',
    access: 'public',
    body: z.object({
      email: emailSchema,
      password: passwordSchema,
      name: z.string().trim().min(1).max(200),
      team: z.string().trim().min(1).max(200),
      invitation: z.string().min(20).max(200).optional().describe('Of the link that the operator made; works once'),
    }),
    status: 201,
    response: sessionSchema,
  },
  login: {
    method: 'post',
    path: '/api/v1/auth/login',
    summary: 'Sign in',
    access: 'public',
    body: z.object({
      email: emailSchema,
      password: z.string().max(200),
      deviceToken: z
        .string()
        .max(200)
        .optional()
        .describe("Keeps strangers' wrong passwords from delaying this sign-in"),
    }),
    status: 200,
    response: sessionSchema,
  },
  redeemLink: {
    method: 'post',
    path: '/api/v1/auth/link',
    summary: 'Sign in with a one-time link',
    access: 'public',
    body: z.object({ token: z.string().min(20).max(200) }),
    status: 200,
    response: sessionSchema,
  },
  refresh: {
    method: 'post',
    path: '/api/v1/auth/refresh',
    summary: 'Exchange a refresh token for a new pair',
    access: 'public',
    body: z.object({ refreshToken: z.string().min(20).max(500) }),
    status: 200,
    response: sessionSchema,
  },
  logout: {
    method: 'post',
    path: '/api/v1/auth/logout',
    summary: 'Revoke the session that this refresh token belongs to',
    access: 'public',
    body: z.object({ refreshToken: z.string().min(20).max(500) }),
    status: 204,
    response: nothing,
  },
  me: {
    method: 'get',
    path: '/api/v1/auth/me',
    summary: 'The signed-in user and team',
    access: 'user',
    status: 200,
    response: z.object({ user: userSchema, team: teamSchema }),
  },
} as const satisfies Record<string, RouteDefinition>;
