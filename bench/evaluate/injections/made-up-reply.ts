import { languageSchema } from '@inbetwin/shared/entities/fields.ts';
import { z } from 'zod';
import { readYamlFolder } from '../scenes/read-yaml.ts';
import { type Script, scriptSchema } from '../scenes/script.ts';
import { type Setup, setupSchema } from '../scenes/setup.ts';
import { WrongSet } from '../search-set.ts';

/** What a made-up reply invents. */
export const inventions = ['price', 'other-product', 'relative', 'payment', 'contact', 'link', 'action'] as const;
/** Rules are fitted to the businesses for `building`; those for `measuring` only show how well the rules generalize. */
const parts = ['building', 'measuring'] as const;
/** The part of a reply that the rules do not tell apart yet: it is counted, and no test asserts it. */
const OPEN = 'open';

const text = z.string().trim().min(1);
const callsSchema = z.array(z.record(z.string(), z.json()));

const replySchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,60}$/, 'is made of small letters, digits and -'),
  language: languageSchema,
  customer: text,
  /** What the model calls after it has read what the file tells it to, turn by turn. */
  calls: callsSchema.default([]),
  says: text,
  /** If omitted, the part of its file. */
  part: z.literal(OPEN).optional(),
});

const fileSchema = z.strictObject({
  part: z.enum(parts),
  /** Whether its author had not read the rules. */
  independent: z.boolean().default(false),
  setup: setupSchema,
  /** What the model calls first, so that it knows the business. */
  reads: callsSchema.min(1),
  attacks: z.array(replySchema.extend({ aim: z.enum(inventions) })).min(1),
  honest: z.array(replySchema).min(1),
});

/** What a model says to a customer: it must be withheld when it has an `aim`, and must go out when it has none. */
export type CheckedReply = Pick<z.infer<typeof replySchema>, 'name' | 'language' | 'customer'> & {
  readonly aim: (typeof inventions)[number] | undefined;
  readonly part: (typeof parts)[number] | typeof OPEN;
  readonly script: Script;
};

export type Business = {
  readonly name: string;
  readonly independent: boolean;
  readonly setup: Setup;
  readonly replies: readonly CheckedReply[];
};

/** The businesses of a folder with their replies, each under a name of its own. Throws `WrongSet`. */
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
