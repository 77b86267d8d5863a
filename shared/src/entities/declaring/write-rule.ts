import type { z } from 'zod';

/** Reasons for which documents of any entity may be refused. */
export const commonRefusals = [
  'document.invalid',
  'document.too_large',
  'document.field_fixed',
  'document.sample',
  'right.role',
  'right.server_only',
] as const;
export type CommonRefusal = (typeof commonRefusals)[number];

/**
 * Why a change was refused. `rule` is a stable code that the interface has a text for, `reason` the same in English, and `field` a path of
 * names.
 */
export type Objection<R extends string = string> = {
  readonly rule: R;
  readonly reason: string;
  readonly field?: string;
};

type Named = { readonly name: string };

/** Documents that a rule needs to look up. */
export type Reading = { readonly entity: Named; readonly ids: readonly string[] };

/** What a rule knows besides the document: the author, and which of the documents in `reads` exist. */
export type Writer = { readonly caller: { readonly userId: string } };
export type WriteContext = Writer & {
  exists(entity: Named, id: string): boolean;
  find<S extends z.ZodType>(entity: Named & { readonly schema: S }, id: string): z.infer<S> | undefined;
};

/**
 * What a device may do to a document, in addition to its person's rights. Pure: the gateway reads what `reads` names and then asks the
 * rule. A returned refusal rejects the change.
 */
export type WriteRule<T, R extends string = string> = {
  /** Fields that no device may change once the document exists. */
  readonly fixed: readonly (keyof T & string)[];
  /** The documents that `create` looks up, by ids in the document. */
  reads?(document: T): readonly Reading[];
  create?(document: T, context: WriteContext): Objection<R | CommonRefusal> | undefined;
  /** Allows an edit to restore a document that was deleted in the meantime; otherwise it is checked like a new one. */
  revive?(document: T, context: Writer): Objection<R | CommonRefusal> | undefined;
  change?(next: T, present: T, context: Writer): Objection<R | CommonRefusal> | undefined;
  remove?(present: T): Objection<R | CommonRefusal> | undefined;
  /** What to store: fields that the server computes replace those of a device. `now` is strictly increasing. */
  settle?(next: T, present: T | undefined, now: number): T;
};

export const refuse = <R extends string>(rule: R, reason: string, field?: string): Objection<R> =>
  field === undefined ? { rule, reason } : { rule, reason, field };

/** Only the server creates sample documents (`demo`). */
export const refuseSample = ({
  demo,
}: {
  readonly demo?: boolean | undefined;
}): Objection<'document.sample'> | undefined =>
  demo ? refuse('document.sample', 'Only the server makes samples.', 'demo') : undefined;

export const refuseFixed = (field: string): Objection<'document.field_fixed'> =>
  refuse('document.field_fixed', `The field ${field} may not be changed.`, field);

export const noConversation = 'There is no such conversation.';
