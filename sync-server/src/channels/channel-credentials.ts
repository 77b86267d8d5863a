import { type Credentials, type CredentialsSchema, fieldsOf, valuesOf } from '@inbetwin/shared/channels/credentials.ts';
import type { ConnectChannelBody } from '@inbetwin/shared/contracts/channels.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { assertPublicEndpoint, publicLookup } from './endpoint-guard.ts';
import type { Guarded } from './hosted-channel.ts';

/** Parses the credentials in a request. Throws `request.invalid` with the fields that are missing, wrong, or unknown. */
export const parseCredentials = (schema: CredentialsSchema, { kind, ...given }: ConnectChannelBody): Credentials => {
  const parsed = schema.safeParse(given);
  if (parsed.success) return withoutAbsent(parsed.data);
  const [issue] = parsed.error.issues;
  const names = fieldsOf(schema).map(({ name }) => name);
  throw new Failure(
    'request.invalid',
    `${issue?.path.join('.') || 'body'}: ${issue?.message}`,
    `A channel of the kind ${kind} is connected with: ${names.join(', ')}.`,
  );
};

const withoutAbsent = (fields: Readonly<Record<string, string | undefined>>): Credentials =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

export const sameCredentials = (one: Credentials, other: Credentials): boolean => {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
};

type GuardOptions = {
  /** Whether teams may use private addresses. */
  readonly allowPrivateEndpoints: boolean;
  /** The operator's configuration; its addresses may be private, but only with these credentials. */
  readonly operator: Credentials | undefined;
};

/** Refuses addresses that must not be reached; a platform's default address needs no check. */
export const guardEndpoints = async (
  schema: CredentialsSchema,
  credentials: Credentials,
  { allowPrivateEndpoints, operator }: GuardOptions,
): Promise<Guarded> => {
  const endpoints = Object.values(valuesOf(schema, credentials, 'endpoint'));
  const isOperators = operator !== undefined && sameCredentials(credentials, operator);
  if (endpoints.length === 0 || allowPrivateEndpoints || isOperators) return { credentials };
  for (const endpoint of endpoints) await assertPublicEndpoint(endpoint);
  return { credentials, lookup: publicLookup };
};
