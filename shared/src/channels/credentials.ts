import { z } from 'zod';

/**
 * The role of a credential. `secret`: encrypted and never shown again; `endpoint`: a server that the channel connects to, so its address
 * must be public, and it is part of what makes an account unique.
 */
export type CredentialRole = 'secret' | 'endpoint';

const roles = z.registry<{ readonly role: CredentialRole }>();

/** A field that is encrypted on the server and never returned. */
export const secretField = () => z.string().trim().min(1).max(500).register(roles, { role: 'secret' });

/** A server's address, without credentials, query, and trailing slash, so that each server has only one spelling. */
export const endpointField = () =>
  z
    .url({ protocol: /^https?$/ })
    .max(500)
    .transform((url) => {
      const { origin, pathname } = new URL(url);
      return `${origin}${pathname}`.replace(/(?<!\/)\/+$/, '');
    })
    .register(roles, { role: 'endpoint' });

/** All fields are strings; an optional one is `.optional()`. */
export type CredentialsSchema = z.ZodObject<
  Readonly<Record<string, z.ZodType<string | undefined, string | undefined>>>
>;

/** Parsed credentials of any kind of channel. */
export type Credentials = Readonly<Record<string, string>>;

export type CredentialField = { readonly name: string; readonly role: CredentialRole; readonly required: boolean };

/** The fields of a kind's credentials in order. A field without a role counts as a secret. */
export const fieldsOf = ({ shape }: CredentialsSchema): readonly CredentialField[] =>
  Object.entries(shape).map(([name, schema]) => {
    const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
    return { name, role: roles.get(inner as z.ZodType)?.role ?? 'secret', required: inner === schema };
  });

/** The values of the fields with one role. */
export const valuesOf = (schema: CredentialsSchema, credentials: Credentials, role: CredentialRole): Credentials =>
  Object.fromEntries(
    fieldsOf(schema).flatMap(({ name, role: own }) => {
      const value = credentials[name];
      return own === role && value !== undefined ? [[name, value] as const] : [];
    }),
  );
