import { defineWorkKind, madeByPeople } from './work-kind.ts';

export const task = defineWorkKind({
  fields: {},
  merge: {},
  refusals: [],
  rights: madeByPeople,
  waitsInConversation: false,
  sample: {},
});
