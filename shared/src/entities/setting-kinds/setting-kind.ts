import type { z } from 'zod';
import { idSchema, timeSchema } from '../declaring/fields.ts';
import type { MergePolicies } from '../declaring/merge-policy.ts';
import { administrators, nobody, type Rights } from '../declaring/rights.ts';
import { syncFields } from '../declaring/sync-fields.ts';
import type { CommonRefusal, Objection, Writer } from '../declaring/write-rule.ts';

/** The fields that settings of all kinds have, except for `value`. */
export const settingFields = { id: idSchema, updatedAt: timeSchema, ...syncFields };

/** Rights for settings that administrators change on their devices. */
export const setByAdministrators: Rights = {
  create: administrators,
  change: administrators,
  delete: administrators,
};
/** Rights for settings that only the server writes. */
export const setByServer: Rights = { create: nobody, change: nobody, delete: nobody };

type Fields = Readonly<Record<string, z.ZodOptional>>;
type FieldsOf<F extends Fields> = { [N in keyof F]?: z.infer<F[N]> };

type Value = z.ZodObject<{ readonly kind: z.ZodLiteral<string> }>;

/** A setting of one kind, with the kind's own value and fields. */
export type SettingOf<V extends Value, F extends Fields> = z.infer<z.ZodObject<typeof settingFields>> & {
  readonly value: z.infer<V>;
} & FieldsOf<F>;

/** A kind's part of the rules for devices: `S` is a setting of the kind, `V` its value. */
export type SettingKindRule<S, V, R extends string> = {
  /** Fields of this kind only, which people set. Settings of other kinds must not have them. */
  readonly fields: Fields;
  readonly rights: Rights;
  /** Derives the id from the value, so that two devices that set the same thing share a document. It begins with the kind. */
  idOf(value: V): string;
  /** Whether a device may delete it; built-in settings cannot be deleted. */
  isRemovable(setting: S): boolean;
  /** Whether a device may store `next`; `present` is undefined for a new setting. */
  check?(next: S, present: S | undefined, context: Writer): Objection<R | CommonRefusal> | undefined;
};

type SettingKindDefinition<V extends Value, F extends Fields, R extends string> = SettingKindRule<
  SettingOf<V, F>,
  z.infer<V>,
  R
> & {
  /** What the document is about; devices never change it. */
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
