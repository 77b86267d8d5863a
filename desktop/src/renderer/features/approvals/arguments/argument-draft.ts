import { isFields } from '@inbetwin/shared/merge/mergeable.ts';
import type { JsonValue } from '@inbetwin/shared/tools/tool.ts';
import type { ArgumentShape } from './argument-shape.ts';

/** Arguments while they are being edited: numbers and moments are the text in their fields. */
export type Draft = string | boolean | readonly Draft[] | { readonly [name: string]: Draft };

/** The field contents for a value; missing values are empty. */
export const draftOf = (shape: ArgumentShape, value: unknown): Draft => {
  if (shape.kind === 'flag') return value === true;
  if (shape.kind === 'list') return Array.isArray(value) ? value.map((item) => draftOf(shape.item, item)) : [];
  if (shape.kind === 'json') return value === undefined ? '' : JSON.stringify(value, null, 2);
  if (shape.kind !== 'group') return value === undefined ? '' : String(value);
  const fields = isFields(value) ? value : {};
  // Optional parts that are absent have no fields until they are added.
  const shown = shape.fields.filter(({ name, isRequired, shape: part }) => {
    return isRequired || name in fields || !isOptIn(part);
  });
  return Object.fromEntries(shown.map(({ name, shape: part }) => [name, draftOf(part, fields[name])]));
};

/** Whether a part of several fields can only be present or absent as a whole. */
export const isOptIn = ({ kind }: ArgumentShape): boolean => kind === 'group';

/** Converts field contents to arguments. What cannot be parsed stays text, so that the tool's schema rejects it. */
export const argumentsOf = (shape: ArgumentShape, draft: Draft | undefined): JsonValue | undefined => {
  if (draft === undefined) return undefined;
  if (typeof draft === 'boolean') return draft;
  if (typeof draft === 'string') return textValue(shape, draft);
  if (isList(draft)) {
    if (shape.kind !== 'list') return undefined;
    return draft.length === 0 ? undefined : draft.map((item) => argumentsOf(shape.item, item) ?? '');
  }
  if (shape.kind !== 'group') return undefined;
  const values = shape.fields.flatMap(({ name, isRequired, shape: part }) => {
    const value = argumentsOf(part, draft[name]);
    return value === undefined || (!isRequired && (value === '' || value === false)) ? [] : [[name, value] as const];
  });
  return Object.fromEntries(values);
};

const textValue = (shape: ArgumentShape, text: string): JsonValue | undefined => {
  if (shape.kind === 'number') return readNumber(text);
  if (shape.kind === 'json') return readJson(text);
  return text.trim();
};

/** Accepts a decimal comma or point, and spaces between thousands. */
const readNumber = (text: string): number | string | undefined => {
  const plain = text.replaceAll(/\s/g, '').replace(',', '.');
  if (plain === '') return undefined;
  const number = Number(plain);
  return Number.isFinite(number) ? number : text;
};

const readJson = (text: string): JsonValue | undefined => {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text; // Not JSON; the schema reports it at its field.
  }
};

/** The fields of a part. */
export const groupOf = (draft: Draft): Readonly<Record<string, Draft>> =>
  typeof draft === 'object' && !isList(draft) ? draft : {};

const isList = (draft: Draft): draft is readonly Draft[] => Array.isArray(draft);

/** Returns the draft with a different part at `path`; undefined removes the part. */
export const withDraftAt = (
  draft: Draft,
  [key, ...rest]: readonly (string | number)[],
  next: Draft | undefined,
): Draft => {
  if (key === undefined) return next ?? '';
  if (typeof draft !== 'object') return draft;
  if (isList(draft)) {
    const at = Number(key);
    if (rest.length === 0 && next === undefined) return draft.toSpliced(at, 1);
    const child = rest.length === 0 ? next : withDraftAt(draft[at] ?? '', rest, next);
    return at < draft.length ? draft.with(at, child ?? '') : [...draft, child ?? ''];
  }
  const { [key]: present = {}, ...others } = draft;
  if (rest.length === 0 && next === undefined) return others;
  return { ...draft, [key]: rest.length === 0 ? (next ?? '') : withDraftAt(present, rest, next) };
};
