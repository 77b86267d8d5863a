import { z } from 'zod';
import { isTimeZone } from '../../calendar/time-zone.ts';
import { timeSchema } from '../declaring/fields.ts';
import { refuse } from '../declaring/write-rule.ts';
import { defineWorkKind, madeByPeople } from './work-kind.ts';

export const appointment = defineWorkKind({
  fields: {
    appointment: z.strictObject({ endsAt: timeSchema, timeZone: z.string().min(1).max(60) }).optional(),
  },
  merge: { appointment: { fields: { endsAt: 'keep-both', timeZone: 'keep-both' } } },
  refusals: ['work.times'],
  rights: madeByPeople,
  waitsInConversation: false,
  check: ({ dueAt, appointment }) => {
    if (appointment && appointment.endsAt <= dueAt) {
      return refuse('work.times', 'An appointment ends after it begins.', 'appointment.endsAt');
    }
    return appointment && !isTimeZone(appointment.timeZone)
      ? refuse('work.times', 'There is no such time zone.', 'appointment.timeZone')
      : undefined;
  },
  sample: {
    dueAt: Date.UTC(2026, 0, 16, 9),
    appointment: { endsAt: Date.UTC(2026, 0, 16, 10), timeZone: 'Europe/Moscow' },
  },
});
