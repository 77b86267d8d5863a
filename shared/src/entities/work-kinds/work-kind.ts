import { z } from 'zod';
import { idSchema, timeSchema } from '../declaring/fields.ts';
import type { MergePolicies } from '../declaring/merge-policy.ts';
import { nobody, type Rights, sellers } from '../declaring/rights.ts';
import { syncFields } from '../declaring/sync-fields.ts';
import type { CommonRefusal, Objection, Reading, WriteContext, Writer } from '../declaring/write-rule.ts';

/**
 * What may be done about it: `open` waits for a person (of a follow-up: for its time), `done` and `cancelled` are the end.
 * An approval ends as `approved` or `refused`.
 */
export const workStates = ['open', 'approved', 'refused', 'done', 'cancelled'] as const;

/** The fields that work of every kind has, apart from `kind` itself. */
export const workFields = {
  id: idSchema,
  state: z.enum(workStates),
  title: z.string().max(300),
  details: z.string().max(4000).optional(),
  conversationId: idSchema.optional(),
  contactId: idSchema.optional(),
  leadId: idSchema.optional(),
  assigneeId: idSchema.optional(),
  /** User id, or `agent:<name>`. */
  createdBy: z.string().max(200),
  /** When it must be done, or when it begins; `NEVER` without a time. */
  dueAt: timeSchema,
  demo: z.boolean().optional(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  ...syncFields,
};

/** Work that people make, and that stays with the team. */
export const madeByPeople: Rights = { create: sellers, change: sellers, delete: nobody };
/** Work that agents make for people to end. */
export const madeByAgents: Rights = { create: nobody, change: sellers, delete: nobody };

type Fields = Readonly<Record<string, z.ZodOptional>>;
type FieldsOf<F extends Fields> = { [N in keyof F]?: z.infer<F[N]> };

/** Work as the rules of all kinds see it. */
export type CommonWork = z.infer<z.ZodObject<typeof workFields>> & { readonly kind: string };
/** Work as one kind's rule sees it: with the fields of its own. */
export type WorkOf<F extends Fields> = CommonWork & FieldsOf<F>;

type Refused<R extends string> = Objection<R | CommonRefusal> | undefined;

export type WorkKindRule<W, R extends string> = {
  /** The fields that this kind alone has: all of them are required of it, and none of them fits another kind. */
  readonly fields: Fields;
  /** What devices may not create, agents make and people end; of other kinds people change all that is not fixed. */
  readonly rights: Rights;
  /** Whether an agent lays it before a person in the conversation, for as long as it is open. */
  readonly waitsInConversation: boolean;
  /** Documents that `create` asks about. */
  reads?(work: W): readonly Reading[];
  /** Whether a new one that a device made may be stored. */
  create?(work: W, context: WriteContext): Refused<R>;
  /** Whether one may look like this, whoever made or changed it. */
  check?(work: W): Refused<R>;
  /** Of what people make: asked besides `check`. Of what agents make: in place of the rule that it ends once. */
  change?(next: W, present: W, context: Writer): Refused<R>;
  /** The fields of its own that the server fills in a device's document. */
  settle?(next: W, present: W | undefined, now: number): object;
};

type WorkKindDefinition<F extends Fields, R extends string> = WorkKindRule<WorkOf<F>, R> & {
  readonly fields: F;
  readonly merge: MergePolicies<FieldsOf<F>>;
  readonly refusals: readonly R[];
  /** Its own fields, filled in, for tests. */
  readonly sample: { readonly [N in keyof F]: NonNullable<z.infer<F[N]>> } & { readonly dueAt?: number };
};

export const defineWorkKind = <const F extends Fields, const R extends string = never>(
  kind: WorkKindDefinition<F, R>,
): WorkKindDefinition<F, R> => kind;
