import { contactKinds } from './contact.ts';
import { deliveryKinds } from './delivery.ts';
import { goodsKinds } from './goods.ts';
import { moneyKinds } from './money.ts';
import { placeKinds } from './place.ts';
import type { QuestionKind } from './question-kind.ts';
import { termsKinds } from './terms.ts';
import { visitKinds } from './visit.ts';

/** All kinds of question. Of two that match the same words, the earlier one is taken. */
export const questionKinds: readonly QuestionKind[] = [
  ...placeKinds,
  ...contactKinds,
  ...moneyKinds,
  ...deliveryKinds,
  ...termsKinds,
  ...visitKinds,
  ...goodsKinds,
];
