import { modelOutputSchema, toolInputSchema } from '@inbetwin/shared/agents/runs/run-steps.ts';
import { routeSchema } from '@inbetwin/shared/agents/team/supervisor.ts';
import type { Step } from '@inbetwin/shared/entities/run.ts';
import { z } from 'zod';

const passageSchema = z.object({ passageId: z.string(), sourceId: z.string(), title: z.string(), text: z.string() });
const searchSchema = z.object({ results: z.array(passageSchema) });
const toldSchema = z.object({ system: z.string() });
const choiceSchema = z.object({ candidates: z.array(z.string()) });
const handedBackSchema = z.object({ handedBack: z.literal(true) });
const judgedSchema = z.object({ judgedBy: z.array(z.string()) });
const foundSchema = z.object({ found: z.string() });
export type FoundPassage = z.infer<typeof passageSchema>;

/** What a step recorded, as far as it is of the shape that its kind has. */
export const modelOutputIn = ({ kind, output }: Step) =>
  kind === 'model' ? modelOutputSchema.safeParse(output).data : undefined;

export const toolInputIn = ({ kind, input }: Step) =>
  kind === 'tool' || kind === 'handover' ? toolInputSchema.safeParse(input).data : undefined;

/** What a model was told to begin with, where it differs from what its agent was told before. */
export const toldIn = ({ input }: Step): string | undefined => toldSchema.safeParse(input).data?.system;

export const routeIn = ({ kind, output }: Step) => (kind === 'route' ? routeSchema.safeParse(output).data : undefined);

/** Between whom a model had to choose, since the rules did not tell. */
export const candidatesIn = ({ kind, input }: Step): readonly string[] | undefined =>
  kind === 'route' ? choiceSchema.safeParse(input).data?.candidates : undefined;

/** The conversation was a person's, who had not been heard of for as long as the team has set. */
export const isHandedBack = ({ kind, input }: Step): boolean =>
  kind === 'route' && handedBackSchema.safeParse(input).success;

/** Who answers is told by the rules, or by the model of that name. */
export const isByRules = ({ name }: Pick<Step, 'name'>): boolean => name === BY_RULES;

/** The guards that had nothing against what is said. */
export const guardsIn = ({ input }: Step): readonly string[] => judgedSchema.safeParse(input).data?.judgedBy ?? [];

/** What a guard objected to, in the words of the reply. */
export const foundBy = (objection: Step['input']): string => foundSchema.safeParse(objection).data?.found ?? '';

export const passagesIn = ({ kind, output }: Step): readonly FoundPassage[] | undefined =>
  kind === 'tool' ? searchSchema.safeParse(output).data?.results : undefined;

const BY_RULES = 'rules';

const notPerformedSchema = z.object({ performed: z.literal(false) });

/** In a replay: a call that was checked and not made. */
export const isNotPerformed = ({ output }: Step): boolean => notPerformedSchema.safeParse(output).success;

/** JSON in lines; what is no JSON as it stands. */
export const readable = (value: unknown): string => {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2) ?? '';
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    // A model may write anything in place of arguments.
    return value;
  }
};
