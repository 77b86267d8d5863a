import { appointment } from './appointment.ts';
import { approval } from './approval.ts';
import { followUp } from './follow-up.ts';
import { order } from './order.ts';
import { suggestion } from './suggestion.ts';
import { task } from './task.ts';

/** All kinds of work. A new one is a file and a line here. */
export const workKinds = { task, appointment, order, approval, suggestion, 'follow-up': followUp };

export type WorkKind = keyof typeof workKinds;
