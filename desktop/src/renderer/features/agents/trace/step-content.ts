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

/** What a step recorded, as far as it fits the schema of its kind. */
export const modelOutputIn = ({ kind, output }: Step) =>
  kind === 'model' ? modelOutputSchema.safeParse(output).data : undefined;

export const toolInputIn = ({ kind, input }: Step) =>
  kind === 'tool' || kind === 'handover' ? toolInputSchema.safeParse(input).data : undefined;

/** The model's instructions, if they differ from those of the agent's earlier steps. */
export const toldIn = ({ input }: Step): string | undefined => toldSchema.safeParse(input).data?.system;

export const routeIn = ({ kind, output }: Step) => (kind === 'route' ? routeSchema.safeParse(output).data : undefined);

/** The agents between which a model chose, because the rules did not decide. */
export const candidatesIn = ({ kind, input }: Step): readonly string[] | undefined =>
  kind === 'route' ? choiceSchema.safeParse(input).data?.candidates : undefined;

/** A person had the conversation but was inactive for as long as the team has set. */
export const isHandedBack = ({ kind, input }: Step): boolean =>
  kind === 'route' && handedBackSchema.safeParse(input).success;

/** What chose the agent: the rules, or the model with this name. */
export const isByRules = ({ name }: Pick<Step, 'name'>): boolean => name === BY_RULES;

/** The guards that the reply passed. */
export const guardsIn = ({ input }: Step): readonly string[] => judgedSchema.safeParse(input).data?.judgedBy ?? [];

/** The part of the reply that a guard objected to. */
export const foundBy = (objection: Step['input']): string => foundSchema.safeParse(objection).data?.found ?? '';

export const passagesIn = ({ kind, output }: Step): readonly FoundPassage[] | undefined =>
  kind === 'tool' ? searchSchema.safeParse(output).data?.results : undefined;

const BY_RULES = 'rules';

const notPerformedSchema = z.object({ performed: z.literal(false) });

/** In a replay: a call that was checked but not executed. */
export const isNotPerformed = ({ output }: Step): boolean => notPerformedSchema.safeParse(output).success;

/** Formats JSON on several lines; other text stays as it is. */
export const readable = (value: unknown): string => {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2) ?? '';
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    // A model may produce arguments that are not JSON.
    return value;
  }
};
