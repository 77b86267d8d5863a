import { z } from 'zod';
import { idSchema } from '../declaring/fields.ts';
import { roles } from '../declaring/rights.ts';
import { defineSettingKind, setByServer } from './setting-kind.ts';

const value = z.strictObject({
  kind: z.literal('member'),
  userId: idSchema,
  name: z.string().max(200),
  role: z.enum(roles),
  /** Somebody who has left keeps their name on what they did. */
  state: z.enum(['active', 'deactivated', 'removed']),
});

export const memberSettingId = (userId: string): string => `member:${userId}`;

/** A person of the team, so that devices know their colleagues' names without a connection. */
export const member = defineSettingKind({
  value,
  fields: {},
  merge: {},
  refusals: [],
  rights: setByServer,
  idOf: ({ userId }) => memberSettingId(userId),
  isRemovable: () => false,
  sample: { value: { kind: 'member', userId: 'boris', name: 'Борис', role: 'rep', state: 'active' } },
});
