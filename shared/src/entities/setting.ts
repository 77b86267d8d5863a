import { z } from 'zod';
import { defineEntity, type Samples, unchanged } from './declaring/define-entity.ts';
import { idSchema, timeSchema } from './declaring/fields.ts';
import { fieldsOfKinds, policiesOfKinds, valuesOfKinds } from './declaring/kinds.ts';
import { administrators } from './declaring/rights.ts';
import { syncFields } from './declaring/sync-fields.ts';
import { refuse, type WriteRule } from './declaring/write-rule.ts';
import { settingKinds } from './setting-kinds/registry.ts';

/** Something that is set for the whole team. Each kind of setting has a file in `setting-kinds`. */
export const settingSchema = z.strictObject({
  id: idSchema,
  updatedAt: timeSchema,
  value: z.discriminatedUnion('kind', valuesOfKinds(settingKinds)),
  ...fieldsOfKinds(settingKinds),
  ...syncFields,
});
export type Setting = z.infer<typeof settingSchema>;

type KindRule = {
  readonly writtenBy: 'people' | 'server';
  idOf(value: Setting['value']): string;
  isRemovable(setting: Setting): boolean;
};

// A kind's functions are typed by its own value; here the kind is known at run time only, and documents are parsed by the schema.
const kindOf = ({ kind }: Setting['value']): KindRule => settingKinds[kind];

export const settingIdOf = (value: Setting['value']): string => kindOf(value).idOf(value);

/** A setting of which nobody has set anything yet. */
export const newSetting = (value: Setting['value']): Setting => ({ id: settingIdOf(value), updatedAt: 0, value });

const refusals = ['setting.id_of_another', 'setting.delete_of_built_in'] as const;

const findOfServer = ({ value }: Setting) =>
  kindOf(value).writtenBy === 'server'
    ? refuse('right.server_only', `The server alone writes settings of the kind ${value.kind}.`, 'value')
    : undefined;

const rule: WriteRule<Setting, (typeof refusals)[number]> = {
  fixed: ['id', 'value'],
  create: (setting) => {
    const expected = settingIdOf(setting.value);
    return (
      findOfServer(setting) ??
      (setting.id === expected ? undefined : refuse('setting.id_of_another', `The id must be ${expected}.`, 'id'))
    );
  },
  change: (_next, present) => findOfServer(present),
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
  version: 2,
  migrations: { 1: unchanged, 2: unchanged },
  schema: settingSchema,
  indexes: [['updatedAt']],
  replicated: true,
  firstPull: 'first',
  newestFirst: { index: ['updatedAt'], descending: true },
  rights: { create: administrators, change: administrators, delete: administrators },
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
