import { z } from 'zod';
import { idSchema, timeSchema } from '../declaring/fields.ts';
import type { MergePolicies } from '../declaring/merge-policy.ts';
import { nobody, type Rights, sellers } from '../declaring/rights.ts';
import { syncFields } from '../declaring/sync-fields.ts';
import type { CommonRefusal, Objection, Reading, WriteContext, Writer } from '../declaring/write-rule.ts';

/**
 * The states of work: `open` waits for a person (a follow-up for its time); `done` and `cancelled` are final. An approval ends as
 * `approved` or `refused`.
 */
export const workStates = ['open', 'approved', 'refused', 'done', 'cancelled'] as const;

/** The fields that work of all kinds has, except for `kind`. */
export const workFields = {
  id: idSchema,
  state: z.enum(workStates),
  title: z.string().max(300),
  details: z.string().max(4000).optional(),
  conversationId: idSchema.optional(),
  contactId: idSchema.optional(),
  leadId: idSchema.optional(),
  assigneeId: idSchema.optional(),
  /** A user's id, or `agent:<name>`. */
  createdBy: z.string().max(200),
  /** When it is due, or when it begins; `NEVER` if there is no time. */
  dueAt: timeSchema,
  demo: z.boolean().optional(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  ...syncFields,
};

/** Rights for work that people create and that stays with the team. */
export const madeByPeople: Rights = { create: sellers, change: sellers, delete: nobody };
/** Rights for work that agents create and people end. */
export const madeByAgents: Rights = { create: nobody, change: sellers, delete: nobody };

type Fields = Readonly<Record<string, z.ZodOptional>>;
type FieldsOf<F extends Fields> = { [N in keyof F]?: z.infer<F[N]> };

/** Work as the rules of all kinds see it. */
export type CommonWork = z.infer<z.ZodObject<typeof workFields>> & { readonly kind: string };
/** Work as one kind's rules see it, with the kind's own fields. */
export type WorkOf<F extends Fields> = CommonWork & FieldsOf<F>;

type Refused<R extends string> = Objection<R | CommonRefusal> | undefined;

export type WorkKindRule<W, R extends string> = {
  /** Fields of this kind only: all of them are required, and work of other kinds must not have them. */
  readonly fields: Fields;
  /**
   * Kinds that devices may not create are created by agents and ended by people; of other kinds, people may change all fields that are not
   * fixed.
   */
  readonly rights: Rights;
  /** Whether open work of this kind is shown in the conversation, because an agent asks a person for it. */
  readonly waitsInConversation: boolean;
  /** The documents that `create` looks up. */
  reads?(work: W): readonly Reading[];
  /** Whether new work from a device may be stored. */
  create?(work: W, context: WriteContext): Refused<R>;
  /** Whether such work is valid, whoever created or changed it. */
  check?(work: W): Refused<R>;
  /** For work of people: checked in addition to `check`. For work of agents: replaces the rule that it ends once. */
  change?(next: W, present: W, context: Writer): Refused<R>;
  /** Those of the kind's fields that the server computes in a device's document. */
  settle?(next: W, present: W | undefined, now: number): object;
};

type WorkKindDefinition<F extends Fields, R extends string> = WorkKindRule<WorkOf<F>, R> & {
  readonly fields: F;
  readonly merge: MergePolicies<FieldsOf<F>>;
  readonly refusals: readonly R[];
  /** Values of the kind's fields, for tests. */
  readonly sample: { readonly [N in keyof F]: NonNullable<z.infer<F[N]>> } & { readonly dueAt?: number };
};

export const defineWorkKind = <const F extends Fields, const R extends string = never>(
  kind: WorkKindDefinition<F, R>,
): WorkKindDefinition<F, R> => kind;
