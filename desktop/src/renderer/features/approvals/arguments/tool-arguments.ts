import { isFields } from '@inbetwin/shared/merge/mergeable.ts';
import { isSameValue } from '@inbetwin/shared/merge/same-state.ts';
import { tools } from '@inbetwin/shared/tools/registry.ts';
import type { Tool } from '@inbetwin/shared/tools/tool.ts';
import { z } from 'zod';
import { argumentsOf, type Draft, draftOf } from './argument-draft.ts';
import { type Problems, problemsOf } from './argument-problems.ts';
import { type ArgumentShape, shapeOf } from './argument-shape.ts';

const MAX_TEXT = 8000;

const schemaOf = (tool: string): z.ZodType => {
  const known: Readonly<Record<string, Tool>> = tools;
  // A newer server may have tools that this version does not know.
  return Object.hasOwn(known, tool) ? (known[tool]?.arguments ?? anything) : anything;
};

const anything = z.record(z.string(), z.json());

/** Whether this version knows the tool. */
export const isKnownTool = (tool: string): boolean => Object.hasOwn(tools, tool);

/** The structure of a tool's arguments for a form. */
export const argumentShapeOf = (tool: string): ArgumentShape =>
  isKnownTool(tool) ? shapeOf(schemaOf(tool)) : { kind: 'json' };

/** The parsed arguments; undefined unless they are a JSON object. */
export const readArguments = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined; // Shown as it is.
  }
};

/** The validated content of a form. */
export type CheckedArguments =
  /** The arguments as JSON text; undefined if they equal the agent's. */
  | { readonly isGood: true; readonly changed: string | undefined }
  | { readonly isGood: false; readonly problems: Problems };

/** The content of a form as arguments, valid or not. */
export const valuesOf = (tool: string, draft: Draft): Readonly<Record<string, unknown>> => {
  const value = argumentsOf(argumentShapeOf(tool), draft);
  return isFields(value) ? value : {};
};

/** Validates the content of a form with the tool's schema. */
export const checkArguments = (tool: string, draft: Draft, original: string): CheckedArguments => {
  const value = argumentsOf(argumentShapeOf(tool), draft) ?? {};
  const problems = problemsOf(schemaOf(tool), value);
  if (problems.size > 0) return { isGood: false, problems };
  const text = JSON.stringify(value);
  if (text.length > MAX_TEXT) return { isGood: false, problems: new Map([['', { word: 'long', limit: MAX_TEXT }]]) };
  return { isGood: true, changed: isSameValue(value, unchangedValues(tool, original)) ? undefined : text };
};

/** What the form makes of the agent's arguments before anybody writes in it; an optional `false`, for example, is left out. */
const unchangedValues = (tool: string, original: string): unknown => {
  const shape = argumentShapeOf(tool);
  return argumentsOf(shape, draftOf(shape, readArguments(original)));
};
