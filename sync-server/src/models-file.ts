import { readFileSync } from 'node:fs';
import type { Environment } from '@inbetwin/shared/models/endpoint-fields.ts';
import { type Models, type ModelsIssue, readModels } from '@inbetwin/shared/models/read-models.ts';
import { type Document, LineCounter, parseDocument } from 'yaml';

type ReadResult =
  | { readonly success: true; readonly models: Models }
  | { readonly success: false; readonly problems: readonly string[] };

/**
 * Reads the models of this installation from the environment variables and from `MODELS_FILE`, which is the path of a YAML or JSON file, or
 * the JSON itself. Each problem names the variable, or the line and the field.
 */
export const readConfiguredModels = (environment: Environment): ReadResult => {
  const { MODELS_FILE: given } = environment;
  try {
    const file = given === undefined ? undefined : parseFile(given);
    if (file && file.document.errors.length > 0)
      return refuse(file.document.errors.map(({ message }) => `MODELS_FILE cannot be read: ${message}`));
    const read = readModels(environment, file?.document.toJS() ?? {});
    if (read.success) return read;
    return refuse(read.issues.map((issue) => describe(issue, file)));
  } catch (error) {
    return refuse([`MODELS_FILE cannot be read: ${error instanceof Error ? error.message : String(error)}`]);
  }
};

type ParsedFile = { readonly document: Document.Parsed; readonly lines: LineCounter };

const parseFile = (given: string): ParsedFile => {
  const text = /^\s*[{[]/.test(given) ? given : readFileSync(given, 'utf8');
  const lines = new LineCounter();
  // YAML is a superset of JSON.
  return { document: parseDocument(text, { lineCounter: lines, prettyErrors: true }), lines };
};

const refuse = (problems: readonly string[]): ReadResult => ({ success: false, problems });

const describe = ({ source, path, message }: ModelsIssue, file: ParsedFile | undefined): string => {
  const field = path.map(String).join('.');
  if (source === 'environment' || !file) return `${field} ${message}`;
  return `MODELS_FILE, line ${lineOf(path, file)}: ${field || 'the file'} ${message}`;
};

/** The line of the field, or of the nearest enclosing field that exists. */
const lineOf = (path: readonly PropertyKey[], { document, lines }: ParsedFile): number => {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
    if (Array.isArray(range)) return lines.linePos(Number(range[0])).line;
  }
  return 1;
};
