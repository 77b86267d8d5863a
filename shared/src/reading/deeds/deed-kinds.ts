/**
 * What a customer wants done: `book` a table, room or event, `appoint` an appointment or a place in a class, `order`
 * goods, `hold` something for them, `move` or `cancel` what they have, `extend` it, `send` a document, `call` them,
 * `visit` them or be visited, `tell` somebody something, `find` whether something is free, `status` of their own order,
 * `late` or absent, and `other` acts.
 */
export const deedKinds = [
  'book',
  'appoint',
  'order',
  'hold',
  'move',
  'cancel',
  'extend',
  'send',
  'call',
  'visit',
  'tell',
  'find',
  'status',
  'late',
  'other',
] as const;
/** A kind of deed. */
export type DeedKind = (typeof deedKinds)[number];

/** A text's deed is read with what is known from its words about when and for whom. */
export type DeedContext = {
  /** A certain day or time is named, so that the customer speaks about a case of their own and not about the rules. */
  readonly isSpecific: boolean;
  /** Longer messages tell a story, in which a wish need not be what is asked for. */
  readonly isShort: boolean;
};
