import type { z } from 'zod';

/** What is wrong with a field: a key of `approvals.problem` and the number in its text. */
export type Problem = {
  readonly word:
    | 'required'
    | 'number'
    | 'whole'
    | 'more'
    | 'least'
    | 'most'
    | 'short'
    | 'long'
    | 'few'
    | 'many'
    | 'moment'
    | 'timeZone'
    | 'choice'
    | 'format';
  readonly limit?: number;
};

/** Problems by the field's path, joined with `/`. */
export type Problems = ReadonlyMap<string, Problem>;

/** The key of a field in `Problems`. */
export const addressOf = (path: readonly PropertyKey[]): string => path.map(String).join('/');

/** Validates arguments with the tool's schema; empty if they are valid. */
export const problemsOf = (schema: z.ZodType, value: unknown): Problems => {
  const checked = schema.safeParse(value);
  const issues = checked.success ? [] : checked.error.issues;
  // The first problem of a field takes precedence.
  return new Map(issues.toReversed().map((issue) => [addressOf(issue.path), problemOf(issue, valueAt(value, issue))]));
};

const valueAt = (value: unknown, { path }: z.core.$ZodIssue): unknown =>
  path.reduce<unknown>(
    (found, key) => (typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined),
    value,
  );

const problemOf = (issue: z.core.$ZodIssue, found: unknown): Problem => {
  if (found === undefined || found === '' || found === null) return { word: 'required' };
  if (issue.code === 'invalid_type') return { word: typeWords[issue.expected] ?? 'format' };
  if (issue.code === 'invalid_value') return { word: 'choice' };
  if (issue.code === 'invalid_format') return { word: issue.format === 'regex' ? 'moment' : 'format' };
  if (issue.code === 'too_small') return tooSmall(issue);
  if (issue.code === 'too_big') return tooBig(issue);
  return { word: issue.path.at(-1) === 'timeZone' ? 'timeZone' : 'format' };
};

const typeWords: Readonly<Partial<Record<string, Problem['word']>>> = { number: 'number', int: 'whole' };

const tooSmall = ({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): Problem => {
  const limit = Number(minimum);
  if (origin === 'string') return limit > 1 ? { word: 'short', limit } : { word: 'required' };
  if (origin === 'array') return limit > 1 ? { word: 'few', limit } : { word: 'required' };
  return { word: inclusive === false ? 'more' : 'least', limit };
};

const tooBig = ({ origin, maximum }: z.core.$ZodIssueTooBig): Problem => {
  const limit = Number(maximum);
  if (origin === 'string') return { word: 'long', limit };
  return { word: origin === 'array' ? 'many' : 'most', limit };
};
