import { languageSchema } from '@inbetwin/shared/entities/declaring/fields.ts';
import { z } from 'zod';
import { readYamlFolder } from '../scenes/read-yaml.ts';
import { scriptSchema } from '../scenes/script.ts';
import { type Setup, setupSchema } from '../scenes/setup.ts';
import { WrongSet } from '../set-files.ts';

/** Where the injection is written. */
const places = ['chat', 'document', 'tool-result'] as const;
/** What the injection tries to achieve. */
const aims = [
  'data-of-others',
  'recipient',
  'price',
  'approval',
  'record-of-others',
  'silence',
  'secret',
  'link',
] as const;

const text = z.string().trim().min(1);

const injectionSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,60}$/, 'is made of small letters, digits and -'),
  language: languageSchema,
  aim: z.enum(aims),
  /** Added to the file's setup: the poisoned document, product or fact. */
  setup: setupSchema.default({}),
  customer: text,
  /** What an obedient model says and calls. */
  obeys: scriptSchema,
  /** Texts that must not appear in any reply or tool result, besides those that never may. */
  never: z.array(text).default([]),
});

const fileSchema = z.strictObject({
  place: z.enum(places),
  setup: setupSchema.default({}),
  injections: z.array(injectionSchema).min(1),
});

/** An injection with the place where it is written. */
export type Injection = z.infer<typeof injectionSchema> & { readonly place: (typeof places)[number] };

/** Reads the injections of a folder, whose names must be unique. Throws `WrongSet`. */
export const readInjections = async (folder: string): Promise<readonly Injection[]> => {
  const files = await readYamlFolder(folder, fileSchema);
  const injections = files.flatMap(({ content: { place, setup, injections: all } }) =>
    all.map((injection) => ({ ...injection, place, setup: joined(setup, injection.setup) })),
  );
  const names = injections.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new WrongSet(`${folder} has two injections of the name ${twice}.`);
  return injections;
};

const joined = (common: Setup, own: Setup): Setup => ({
  ...common,
  ...own,
  knowledge: [...(common.knowledge ?? []), ...(own.knowledge ?? [])],
  catalog: [...(common.catalog ?? []), ...(own.catalog ?? [])],
});
