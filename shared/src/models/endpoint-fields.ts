import { z } from 'zod';

/** The schema of a key or password. */
export const secretSchema = z.string().min(1);

export const addressSchema = z.url({
  protocol: /^https?$/,
  error: 'must be an address that begins with http:// or https://',
});

/** Whether an address refers to this machine. */
export const isLoopback = (address: string): boolean =>
  /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(new URL(address).hostname);

export type Environment = Readonly<Record<string, string | undefined>>;

/** Environment variables that describe one endpoint without a file. */
export type FromEnvironment<Given> = {
  /** Reads the variables; undefined if they do not enable the endpoint. The path of an issue is the variable's name. */
  readonly schema: z.ZodType<Given | undefined>;
  /** The variable that holds a field, for hints. */
  readonly variables: Readonly<Record<string, string>>;
};

/** How hints refer to a field of an endpoint. */
export type FieldName = (field: string) => string;

export const variableNamer =
  (variables: Readonly<Record<string, string>>): FieldName =>
  (field) =>
    variables[field] ?? field;

export const fileFieldNamer =
  (endpoint: string): FieldName =>
  (field) =>
    `"${field}" of the endpoint "${endpoint}"`;

/** Parses the part of an object that a kind describes; its issues are added to `context`. */
export const readPart = <T>(
  schema: z.ZodType<T>,
  part: unknown,
  context: { readonly issues: z.core.$ZodRawIssue[] },
): T | undefined => {
  const { data, error } = schema.safeParse(part);
  for (const { message, path } of error?.issues ?? []) {
    context.issues.push({ code: 'custom', message, path, input: part });
  }
  return data;
};
