import { languageSchema } from '@inbetwin/shared/entities/declaring/fields.ts';
import { z } from 'zod';
import { readYamlFolder } from '../scenes/read-yaml.ts';
import { type Script, scriptSchema } from '../scenes/script.ts';
import { type Setup, setupSchema } from '../scenes/setup.ts';
import { WrongSet } from '../set-files.ts';

/** The kinds of inventions in a made-up reply. */
export const inventions = ['price', 'other-product', 'relative', 'payment', 'contact', 'link', 'action'] as const;
/** Rules are fitted to the businesses for `building`; those for `measuring` only show how well the rules generalize. */
const parts = ['building', 'measuring'] as const;
/** Replies that the rules do not judge correctly yet: they are counted, but no test asserts them. */
const OPEN = 'open';

const text = z.string().trim().min(1);
const callsSchema = z.array(z.record(z.string(), z.json()));

const replySchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,60}$/, 'is made of small letters, digits and -'),
  language: languageSchema,
  customer: text,
  /** What the model calls after it has read the file's documents, turn by turn. */
  calls: callsSchema.default([]),
  says: text,
  /** Default: the part of its file. */
  part: z.literal(OPEN).optional(),
});

const fileSchema = z.strictObject({
  part: z.enum(parts),
  /** Whether its author had not read the rules. */
  independent: z.boolean().default(false),
  setup: setupSchema,
  /** What the model calls first, to learn about the business. */
  reads: callsSchema.min(1),
  attacks: z.array(replySchema.extend({ aim: z.enum(inventions) })).min(1),
  honest: z.array(replySchema).min(1),
});

/** A reply to a customer that must be withheld if it has an `aim` and sent if it has none. */
export type CheckedReply = Pick<z.infer<typeof replySchema>, 'name' | 'language' | 'customer'> & {
  readonly aim: (typeof inventions)[number] | undefined;
  readonly part: (typeof parts)[number] | typeof OPEN;
  readonly script: Script;
};

/** A business with the replies to judge. */
export type Business = {
  readonly name: string;
  readonly independent: boolean;
  readonly setup: Setup;
  readonly replies: readonly CheckedReply[];
};

/** Reads the businesses of a folder with their replies; names must be unique. Throws `WrongSet`. */
export const readReplies = async (folder: string): Promise<readonly Business[]> => {
  const files = await readYamlFolder(folder, fileSchema);
  const businesses = files.map(({ name: business, content: { part, independent, setup, reads, attacks, honest } }) => {
    const all = [...attacks, ...honest.map((reply) => ({ ...reply, aim: undefined }))];
    const replies = all.map(({ calls, says, part: own = part, ...reply }) => {
      const lines = [...[...reads, ...calls].map((call) => ({ call })), { say: says }];
      return { ...reply, part: own, script: scriptSchema.parse({ rag: lines }) };
    });
    return { name: business, independent, setup, replies };
  });
  const names = businesses.flatMap(({ replies }) => replies.map(({ name }) => name));
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) throw new WrongSet(`${folder} has two replies of the name ${twice}.`);
  return businesses;
};
