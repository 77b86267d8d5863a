import { z } from 'zod';
import { defineEntity, type Samples, unchanged } from './declaring/define-entity.ts';
import { idSchema, languageSchema, timeSchema } from './declaring/fields.ts';
import { managers, sellers } from './declaring/rights.ts';
import { syncFields } from './declaring/sync-fields.ts';
import { refuse, refuseSample, type WriteRule } from './declaring/write-rule.ts';

/** A person's identity in one channel: unique by channel, account (our bot or site), and the platform's user id. */
const identitySchema = z.strictObject({
  channel: z.string().max(40),
  account: z.string().max(80),
  externalId: z.string().max(120),
  handle: z.string().max(120).optional(),
});

/**
 * Another contact that may be the same person, because their phone number or e-mail address is the same. Anybody can
 * type somebody's number, so only a person of the team decides it.
 */
const alikeSchema = z.strictObject({ id: idSchema, state: z.enum(['suggested', 'same', 'different']) });

export const contactSchema = z.strictObject({
  id: idSchema,
  /** `group`: a chat of several people. It represents none of them, and nothing about them is stored in it. */
  kind: z.enum(['person', 'company', 'group']),
  name: z.string().max(200),
  phone: z.string().max(40).optional(),
  email: z.string().max(254).optional(),
  company: z.string().max(200).optional(),
  language: languageSchema.optional(),
  identities: z.array(identitySchema).max(50),
  alike: z.array(alikeSchema).max(20).optional(),
  /** IANA name; if absent, derived from the phone number or the team's. */
  timeZone: z.string().min(1).max(60).optional(),
  /** The times of the last request not to be contacted first, and of the last one to be contacted again; the later one counts. */
  optedOutAt: timeSchema.optional(),
  optedInAt: timeSchema.optional(),
  /** The latest follow-ups, in any of the contact's conversations. */
  followUps: z
    .array(z.strictObject({ id: idSchema, at: timeSchema }))
    .max(10)
    .optional(),
  demo: z.boolean().optional(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  ...syncFields,
});
export type Contact = z.infer<typeof contactSchema>;

const refusals = ['contact.id_of_channel', 'contact.identities_of_channel'] as const;

const foreignIdentities = refuse(
  'contact.identities_of_channel',
  'Only a channel gives a contact its identities.',
  'identities',
);

const rule: WriteRule<Contact, (typeof refusals)[number]> = {
  fixed: ['id', 'identities', 'demo', 'createdAt'],
  // Contacts of channels have ids of another form: a device that used one would hide the channel's contact.
  create: (contact) => {
    if (contact.id.startsWith('contact:')) {
      return refuse('contact.id_of_channel', 'An id that begins with contact: belongs to a channel.', 'id');
    }
    return contact.identities.length > 0 ? foreignIdentities : refuseSample(contact);
  },
  revive: ({ id, identities }) => (identities.length > 0 && !id.startsWith('contact:') ? foreignIdentities : undefined),
};

const at = Date.UTC(2026, 0, 15, 9);
const stored: Contact = {
  ...{ id: 'old', kind: 'person', name: 'Иван', phone: '+7 900', identities: [] },
  createdAt: at,
  updatedAt: at,
};
const samples: Samples<Contact> = { stored, made: { ...stored, id: 'new' }, change: { name: 'Пётр' } };

export const contacts = defineEntity({
  name: 'contacts',
  version: 4,
  migrations: { 1: unchanged, 2: unchanged, 3: unchanged, 4: unchanged },
  schema: contactSchema,
  indexes: [['updatedAt']],
  replicated: true,
  firstPull: 'first',
  newestFirst: { index: ['updatedAt'], descending: true },
  ofLargeTeams: { wholeUpTo: 150_000, index: ['updatedAt'], descending: true },
  references: [],
  rights: { create: sellers, change: sellers, delete: managers },
  refusals,
  rule,
  retention: { until: 'removed' },
  samples,
  merge: {
    kind: 'keep-both',
    name: 'keep-both',
    phone: 'keep-both',
    email: 'keep-both',
    company: 'keep-both',
    language: 'keep-both',
    identities: 'set-union',
    alike: { listById: { state: 'last-writer' } },
    timeZone: 'keep-both',
    optedOutAt: 'max',
    optedInAt: 'max',
    followUps: 'server',
    demo: 'immutable',
    createdAt: 'immutable',
    updatedAt: 'max',
  },
});
