import { z } from 'zod';
import { defineEntity, type Samples, unchanged } from './declaring/define-entity.ts';
import { fieldsOfKinds, namesOfKinds, policiesOfKinds, refusalsOfKinds, valuesOfKinds } from './declaring/kinds.ts';
import { type CommonRefusal, type Objection, refuse, type WriteRule, type Writer } from './declaring/write-rule.ts';
import { type SettingKind, settingKinds } from './setting-kinds/registry.ts';
import { type SettingKindRule, settingFields } from './setting-kinds/setting-kind.ts';

/** A setting of the whole team. Each kind has a file in `setting-kinds`. */
const { id, updatedAt, ...bookkeeping } = settingFields;
export const settingSchema = z.strictObject({
  id,
  updatedAt,
  value: z.discriminatedUnion('kind', valuesOfKinds(settingKinds)),
  ...fieldsOfKinds(settingKinds),
  ...bookkeeping,
});
export type Setting = z.infer<typeof settingSchema>;

export const isOfKind = <K extends SettingKind>(
  setting: Setting,
  kind: K,
): setting is Setting & { readonly value: Extract<Setting['value'], { readonly kind: K }> } =>
  setting.value.kind === kind;

const refusals = [
  ...new Set([
    'setting.id_of_another',
    'setting.delete_of_built_in',
    'setting.parts',
    ...refusalsOfKinds(settingKinds),
  ] as const),
];
type Refusal = (typeof refusals)[number];
type Refused = Objection<Refusal | CommonRefusal> | undefined;

// A kind's functions are typed by its own value; here the kind is known only at run time, and documents were parsed by the schema.
const kindOf = ({ kind }: Setting['value']): SettingKindRule<Setting, Setting['value'], Refusal> => settingKinds[kind];

export const settingIdOf = (value: Setting['value']): string => kindOf(value).idOf(value);

/** A setting with default values, for when none is stored. */
export const newSetting = (value: Setting['value']): Setting => ({ id: settingIdOf(value), updatedAt: 0, value });

const ownFieldsOf = (kind: { readonly fields: object }) => Object.keys(kind.fields) as (keyof Setting)[];
const ownFields = Object.values(settingKinds).flatMap(ownFieldsOf);

/** What a device may not store, whether the setting is new or changed. */
const findWrong = (next: Setting, present: Setting | undefined, context: Writer): Refused => {
  const kind = kindOf(next.value);
  const stray = ownFields.find((field) => next[field] !== undefined && !ownFieldsOf(kind).includes(field));
  if (stray) return refuse('setting.parts', `A setting of the kind ${next.value.kind} has no ${stray}.`, stray);
  return kind.check?.(next, present, context);
};

const rule: WriteRule<Setting, Refusal> = {
  fixed: ['id', 'value'],
  create: (setting, context) => {
    const expected = settingIdOf(setting.value);
    if (setting.id !== expected) return refuse('setting.id_of_another', `The id must be ${expected}.`, 'id');
    return findWrong(setting, undefined, context);
  },
  change: findWrong,
  remove: (setting) =>
    kindOf(setting.value).isRemovable(setting)
      ? undefined
      : refuse('setting.delete_of_built_in', 'Only an agent that the team made is removed; others are switched off.'),
};

const samples: Samples<Setting> = {
  stored: { ...newSetting({ kind: 'agent', name: 'opt' }), agent: { title: 'Опт' } },
  made: newSetting({ kind: 'agent', name: 'rag' }),
  change: { agent: { title: 'Опт', enabled: false } },
};

export const settings = defineEntity({
  name: 'settings',
  version: 6,
  migrations: { 1: unchanged, 2: unchanged, 3: unchanged, 4: unchanged, 5: unchanged, 6: unchanged },
  schema: settingSchema,
  indexes: [['updatedAt']],
  serverIndexes: [['value.kind', 'updatedAt']],
  replicated: true,
  // What every screen needs is on the first page, which devices pull before everything else; a team may have judged thousands of queries.
  firstPull: 'last',
  newestFirst: { index: ['value.kind', 'updatedAt'], descending: true, each: namesOfKinds(settingKinds) },
  ofLargeTeams: 'everything',
  references: [],
  kinds: settingKinds,
  // A setting's id begins with its kind.
  kindOf: ({ id }) => namesOfKinds(settingKinds).find((kind) => id === kind || id.startsWith(`${kind}:`)),
  refusals,
  rule,
  retention: { until: 'removed' },
  samples,
  merge: {
    value: 'server',
    ...policiesOfKinds(settingKinds),
    updatedAt: 'max',
  },
});
