import { z } from 'zod';

/**
 * What a credential is. `secret`: sealed, and never shown again; `endpoint`: a server that the channel connects to, so it must be a public
 * one, and an account is unique together with it.
 */
export type CredentialRole = 'secret' | 'endpoint';

const roles = z.registry<{ readonly role: CredentialRole }>();

/** A field that is sealed on the server and never comes back. */
export const secretField = () => z.string().trim().min(1).max(500).register(roles, { role: 'secret' });

/** The address of a server, without credentials, query and trailing slash, so that one server has one name. */
export const endpointField = () =>
  z
    .url({ protocol: /^https?$/ })
    .max(500)
    .transform((url) => {
      const { origin, pathname } = new URL(url);
      return `${origin}${pathname}`.replace(/(?<!\/)\/+$/, '');
    })
    .register(roles, { role: 'endpoint' });

/** Every field is a text; one that may be left out is `.optional()`. */
export type CredentialsSchema = z.ZodObject<
  Readonly<Record<string, z.ZodType<string | undefined, string | undefined>>>
>;

/** Parsed credentials of any kind of channel. */
export type Credentials = Readonly<Record<string, string>>;

export type CredentialField = { readonly name: string; readonly role: CredentialRole; readonly required: boolean };

/** The fields of a kind's credentials in their order. One whose schema names no role counts as a secret. */
export const fieldsOf = ({ shape }: CredentialsSchema): readonly CredentialField[] =>
  Object.entries(shape).map(([name, schema]) => {
    const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
    return { name, role: roles.get(inner as z.ZodType)?.role ?? 'secret', required: inner === schema };
  });

/** The given values of the fields of one role. */
export const valuesOf = (schema: CredentialsSchema, credentials: Credentials, role: CredentialRole): Credentials =>
  Object.fromEntries(
    fieldsOf(schema).flatMap(({ name, role: own }) => {
      const value = credentials[name];
      return own === role && value !== undefined ? [[name, value] as const] : [];
    }),
  );
