import type { z } from 'zod';

/** Refusals that any entity's documents may meet. */
export const commonRefusals = [
  'document.invalid',
  'document.too_large',
  'document.field_fixed',
  'document.sample',
  'right.role',
  'right.server_only',
] as const;
export type CommonRefusal = (typeof commonRefusals)[number];

/** Why a change is refused. `rule` is a stable code that the interface words, `reason` the same in English, `field` a path of names. */
export type Objection<R extends string = string> = {
  readonly rule: R;
  readonly reason: string;
  readonly field?: string;
};

type Named = { readonly name: string };

/** Documents that a rule asks about. */
export type Reading = { readonly entity: Named; readonly ids: readonly string[] };

/** What a rule knows besides the document: who writes, and which of the documents in `reads` the team has. */
export type Writer = { readonly caller: { readonly userId: string } };
export type WriteContext = Writer & {
  exists(entity: Named, id: string): boolean;
  find<S extends z.ZodType>(entity: Named & { readonly schema: S }, id: string): z.infer<S> | undefined;
};

/**
 * What a device may do to one document, beyond its person's right to do it at all. Pure: the gateway reads what `reads` names and asks the rule.
 * Returning a value refuses the change.
 */
export type WriteRule<T, R extends string = string> = {
  /** Fields that no device changes once the document exists. */
  readonly fixed: readonly (keyof T & string)[];
  /** What `create` asks about, by ids that the document names. */
  reads?(document: T): readonly Reading[];
  create?(document: T, context: WriteContext): Objection<R | CommonRefusal> | undefined;
  /** An edit brings back, as it was, a document that was deleted meanwhile; without this it is judged like a new one. */
  revive?(document: T, context: Writer): Objection<R | CommonRefusal> | undefined;
  change?(next: T, present: T, context: Writer): Objection<R | CommonRefusal> | undefined;
  remove?(present: T): Objection<R | CommonRefusal> | undefined;
  /** What is stored: fields that the server fills replace what a device sent. `now` rises strictly. */
  settle?(next: T, present: T | undefined, now: number): T;
};

export const refuse = <R extends string>(rule: R, reason: string, field?: string): Objection<R> =>
  field === undefined ? { rule, reason } : { rule, reason, field };

/** Samples (`demo`) are the server's. */
export const refuseSample = ({
  demo,
}: {
  readonly demo?: boolean | undefined;
}): Objection<'document.sample'> | undefined =>
  demo ? refuse('document.sample', 'Only the server makes samples.', 'demo') : undefined;

export const refuseFixed = (field: string): Objection<'document.field_fixed'> =>
  refuse('document.field_fixed', `The field ${field} may not be changed.`, field);

export const noConversation = 'There is no such conversation.';
