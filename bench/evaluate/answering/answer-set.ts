import path from 'node:path';
import { z } from 'zod';
import { jsonFilesOf, readJsonFile } from '../set-files.ts';

const language = z.enum(['ru', 'en']);
const text = z.string().trim().min(1);
const moment = z.iso.datetime({ offset: true });

const cardSchema = z.strictObject({
  name: text.optional(),
  phone: text.optional(),
  email: text.optional(),
  company: text.optional(),
  budget: z.number().optional(),
  /** An ISO day. */
  date: z.iso.date().optional(),
  guests: z.int().optional(),
});
/** The facts on a customer's card. */
export type Card = z.infer<typeof cardSchema>;

const expectations = ['answer', 'hand-over', 'decline', 'chat', 'any'] as const;

const turnSchema = z.strictObject({
  text,
  expect: z.enum(expectations),
  must: z.array(text).default([]),
  mustNot: z.array(text).default([]),
  /** Absent when people would differ, so that nothing is counted. */
  facts: cardSchema.optional(),
});
/** A message of a customer with what a right reply holds. */
export type AnswerTurn = z.infer<typeof turnSchema>;

const dialogueSchema = z.strictObject({ id: text, language, turns: z.array(turnSchema).min(1) });
/** The messages of one customer. */
export type AnswerDialogue = z.infer<typeof dialogueSchema>;

const businessSchema = z.strictObject({
  language,
  now: moment,
  knowledge: z.array(z.strictObject({ fileName: text, text: z.string() })),
  dialogues: z.array(dialogueSchema).min(1),
});
/** A business with its knowledge, and what its customers ask. */
export type Business = z.infer<typeof businessSchema>;

const factSetSchema = z.strictObject({
  now: moment,
  messages: z.array(z.strictObject({ text, facts: cardSchema })).min(1),
});
/** Single messages with the facts that they hold. */
export type FactSet = z.infer<typeof factSetSchema>;

/** A set with its file; the replies of a `measured` one are kept from whoever works on the rules. */
export type Named<T> = { readonly name: string; readonly isMeasured: boolean; readonly set: T };

/** Reads the business of a file, or of each JSON file of a folder. Throws `WrongSet`. */
export const readBusinesses = (place: string): Promise<readonly Named<Business>[]> => readSets(place, businessSchema);

/** Reads the messages of a file, or of each JSON file of a folder. Throws `WrongSet`. */
export const readFactSets = (place: string): Promise<readonly Named<FactSet>[]> => readSets(place, factSetSchema);

const readSets = async <T>(place: string, schema: z.ZodType<T>): Promise<readonly Named<T>[]> => {
  const files = await jsonFilesOf(place);
  return Promise.all(
    files.map(async (file) => ({
      name: path.basename(file, '.json'),
      isMeasured: file.split(path.sep).some((part) => part === 'measured' || part === 'measured.json'),
      set: await readJsonFile(file, schema, 'such set'),
    })),
  );
};
