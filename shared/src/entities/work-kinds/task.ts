import { defineWorkKind } from './work-kind.ts';

export const task = defineWorkKind({
  fields: {},
  merge: {},
  refusals: [],
  madeBy: 'people',
  waitsInConversation: false,
  sample: {},
});
