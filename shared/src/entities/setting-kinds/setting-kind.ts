import type { z } from 'zod';
import { idSchema, timeSchema } from '../declaring/fields.ts';
import type { MergePolicies } from '../declaring/merge-policy.ts';
import { administrators, nobody, type Rights } from '../declaring/rights.ts';
import { syncFields } from '../declaring/sync-fields.ts';
import type { CommonRefusal, Objection, Writer } from '../declaring/write-rule.ts';

/** The fields that a setting of every kind has, apart from `value` itself. */
export const settingFields = { id: idSchema, updatedAt: timeSchema, ...syncFields };

/** Settings that administrators make on their devices. */
export const setByAdministrators: Rights = {
  create: administrators,
  change: administrators,
  delete: administrators,
};
/** Settings that the server alone writes. */
export const setByServer: Rights = { create: nobody, change: nobody, delete: nobody };

type Fields = Readonly<Record<string, z.ZodOptional>>;
type FieldsOf<F extends Fields> = { [N in keyof F]?: z.infer<F[N]> };

type Value = z.ZodObject<{ readonly kind: z.ZodLiteral<string> }>;

/** A setting of one kind: with its own value and fields. */
export type SettingOf<V extends Value, F extends Fields> = z.infer<z.ZodObject<typeof settingFields>> & {
  readonly value: z.infer<V>;
} & FieldsOf<F>;

/** A kind's part of what devices may do to settings: `S` is a setting of the kind, `V` its value. */
export type SettingKindRule<S, V, R extends string> = {
  /** The fields that this kind alone has: people set them. None fits a setting of another kind. */
  readonly fields: Fields;
  readonly rights: Rights;
  /** Follows from the value, so that two devices that set the same thing share a document. Begins with the kind. */
  idOf(value: V): string;
  /** Whether a device may remove it: what is built in stays. */
  isRemovable(setting: S): boolean;
  /** Whether a device may store `next`; `present` is undefined if it is new. */
  check?(next: S, present: S | undefined, context: Writer): Objection<R | CommonRefusal> | undefined;
};

type SettingKindDefinition<V extends Value, F extends Fields, R extends string> = SettingKindRule<
  SettingOf<V, F>,
  z.infer<V>,
  R
> & {
  /** What the document is about. No device changes it. */
  readonly value: V;
  readonly fields: F;
  readonly merge: MergePolicies<FieldsOf<F>>;
  readonly refusals: readonly R[];
  /** For tests. */
  readonly sample: { readonly value: z.infer<V> } & FieldsOf<F>;
};

export const defineSettingKind = <V extends Value, const F extends Fields, const R extends string = never>(
  kind: SettingKindDefinition<V, F, R>,
): SettingKindDefinition<V, F, R> => kind;
