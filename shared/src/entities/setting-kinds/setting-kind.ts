import type { z } from 'zod';
import type { MergePolicies } from '../declaring/merge-policy.ts';

type Fields = Readonly<Record<string, z.ZodOptional>>;
type FieldsOf<F extends Fields> = { [N in keyof F]?: z.infer<F[N]> };

type Value = z.ZodObject<{ readonly kind: z.ZodLiteral<string> }>;

type SettingKindDefinition<V extends Value, F extends Fields> = {
  /** What the document is about. No device changes it. */
  readonly value: V;
  /** The fields of this kind that people set; none where the server writes the whole document. */
  readonly fields: F;
  readonly merge: MergePolicies<FieldsOf<F>>;
  readonly writtenBy: 'people' | 'server';
  /** The id follows from the value, so that two devices that set the same thing share a document. */
  idOf(value: z.infer<V>): string;
  /** Whether a device may remove it: what is built in stays. */
  isRemovable(fields: FieldsOf<F>): boolean;
  /** For tests. */
  readonly sample: { readonly value: z.infer<V> } & FieldsOf<F>;
};

export const defineSettingKind = <V extends Value, const F extends Fields>(
  kind: SettingKindDefinition<V, F>,
): SettingKindDefinition<V, F> => kind;
