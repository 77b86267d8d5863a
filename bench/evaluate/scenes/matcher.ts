import { foldText } from '@inbetwin/shared/search/language/fold-text.ts';
import { z } from 'zod';

/**
 * A pattern for a value. A plain value must be equal, an object must contain the given fields, and a list must contain
 * a distinct match for each of its elements, in any order. An object with `$` names is an operator: see
 * docs/dialogues.md.
 */
export type Matcher = z.infer<ReturnType<typeof z.json>>;

const patternSchema = z.string().refine(isPattern, 'is no regular expression');

function isPattern(text: string): boolean {
  try {
    return Boolean(patternOf(text));
  } catch {
    // An invalid date is no date.
    return false;
  }
}

const patternOf = (text: string): RegExp => new RegExp(text, 'iu');

const operatorsSchema = z.strictObject({
  $contains: z.string().optional(),
  $matches: patternSchema.optional(),
  $min: z.number().optional(),
  $max: z.number().optional(),
  $oneOf: z.array(z.json()).min(1).optional(),
  $not: z.json().optional(),
  $absent: z.literal(true).optional(),
});
type Operators = z.infer<typeof operatorsSchema>;

const isObject = (value: unknown): value is Readonly<Record<string, Matcher>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOperators = (value: unknown): boolean =>
  isObject(value) && Object.keys(value).some((key) => key.startsWith('$'));

/** Checks the operators in a matcher. */
export const matcherSchema: z.ZodType<Matcher> = z.json().superRefine((value, context) => check(value, [], context));

const check = (value: Matcher, path: PropertyKey[], context: z.RefinementCtx): void => {
  if (isOperators(value)) {
    for (const issue of operatorsSchema.safeParse(value).error?.issues ?? []) {
      const at = issue.code === 'unrecognized_keys' ? [issue.keys[0] ?? ''] : issue.path;
      const message = issue.code === 'unrecognized_keys' ? 'is no matcher' : issue.message;
      context.addIssue({ code: 'custom', message, path: [...path, ...at] });
    }
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value))
    check(inner, [...path, Array.isArray(value) ? Number(key) : key], context);
};

/** Returns why the value does not match; undefined if it does. */
export const mismatch = (expected: Matcher, actual: unknown, at = ''): string | undefined => {
  if (isOperators(expected)) return mismatchOfOperators(operatorsSchema.parse(expected), actual, at);
  if (Array.isArray(expected)) return mismatchOfList(expected, actual, at);
  if (!isObject(expected))
    return expected === actual ? undefined : `${at || 'it'} is ${shown(actual)}, not ${shown(expected)}`;
  if (!isObject(actual)) return `${at || 'it'} is ${shown(actual)}`;
  for (const [key, inner] of Object.entries(expected)) {
    const wrong = mismatch(inner, actual[key], at === '' ? key : `${at}.${key}`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
};

const mismatchOfList = (expected: readonly Matcher[], actual: unknown, at: string): string | undefined => {
  if (!Array.isArray(actual)) return `${at || 'it'} is ${shown(actual)}, not a list`;
  const fits = expected.map((inner) =>
    actual.flatMap((value, place) => (mismatch(inner, value) === undefined ? [place] : [])),
  );
  const taken = new Map<number, number>();
  const missing = expected.find((_inner, one) => !findPlace(one, fits, { taken, tried: new Set() }));
  return missing === undefined ? undefined : `${at || 'it'} has nothing like ${shown(missing)} in ${shown(actual)}`;
};

type Places = { readonly taken: Map<number, number>; readonly tried: Set<number> };

/** Finds a value for an expected element; others move to another of their matches where possible (Kuhn 1955). */
const findPlace = (one: number, fits: readonly (readonly number[])[], { taken, tried }: Places): boolean => {
  for (const place of fits[one] ?? []) {
    if (tried.has(place)) continue;
    tried.add(place);
    const holder = taken.get(place);
    if (holder !== undefined && !findPlace(holder, fits, { taken, tried })) continue;
    taken.set(place, one);
    return true;
  }
  return false;
};

const mismatchOfOperators = (wanted: Operators, actual: unknown, at: string): string | undefined => {
  const { $contains, $matches, $min, $max, $oneOf, $not, $absent } = wanted;
  const where = at || 'it';
  const is = `${where} is ${shown(actual)}`;
  if ($absent) return actual === undefined ? undefined : `${is}, and must be absent`;
  if ($contains !== undefined && !holds(actual, $contains))
    return `${where} lacks ${shown($contains)}: ${shown(actual)}`;
  if ($matches !== undefined && !(typeof actual === 'string' && patternOf($matches).test(plainSpaces(actual)))) {
    return `${is}, not like /${$matches}/`;
  }
  if ($min !== undefined && !(typeof actual === 'number' && actual >= $min)) return `${is}, below ${$min}`;
  if ($max !== undefined && !(typeof actual === 'number' && actual <= $max)) return `${is}, above ${$max}`;
  if ($oneOf?.every((each) => mismatch(each, actual) !== undefined)) return `${is}, none of ${shown($oneOf)}`;
  if ($not !== undefined && mismatch($not, actual) === undefined) return `${is}, like ${shown($not)}`;
  return undefined;
};

const holds = (actual: unknown, part: string): boolean => typeof actual === 'string' && saysText(actual, part);

/** Whether a text contains the part, ignoring case, spaces and ё. */
export const saysText = (text: string, part: string): boolean => plain(text).includes(plain(part));

const plainSpaces = (text: string): string => text.replace(/\s+/gu, ' ');
const plain = (text: string): string => plainSpaces(foldText(text)).trim();

const MOST_SHOWN = 300;

/** Renders a value for a message, shortened if long. */
export const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'absent';
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
};
