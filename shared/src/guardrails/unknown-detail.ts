import { beyondMostNumbers, type Detail, detailsIn } from './details.ts';
import { directsTo } from './directions.ts';
import type { Guard } from './guard.ts';

/**
 * Objects to a phone, card or account number, an IBAN, a wallet address, an e-mail address or a handle that the team
 * has not given. The customer's own may be repeated as theirs, but not as the place to call or pay.
 */
export const unknownDetail: Guard = {
  name: 'unknown-detail',
  reason: {
    ru: 'в нём были контакты или реквизиты, которых нет в базе знаний',
    en: 'it held contact or payment details that are not in the knowledge base',
  },
  objectionTo: (reply) => {
    const beyond = beyondMostNumbers(reply.text);
    if (beyond !== undefined) return beyond;
    const details = detailsIn(reply.text);
    if (details.length === 0) return undefined;
    const ours = reply.ours().flatMap(detailsIn);
    const isIn = (detail: Detail, known: readonly Detail[]): boolean => known.some((one) => isSame(detail, one));
    const strange = details.filter((detail) => !isIn(detail, ours));
    if (strange.length === 0) return undefined;
    const theirs = reply.customer().flatMap(detailsIn);
    return strange.find((detail) => !isIn(detail, theirs) || directsTo(reply.text, detail.words))?.words.slice(0, 80);
  },
};

const NATIONAL = 10;
/** "00" is another way to write "+". */
const withoutPrefix = (number: string): string => number.replace(/^00/, '');

const isSame = (detail: Detail, known: Detail): boolean => {
  if (detail.kind !== known.kind) return false;
  if (detail.value === known.value) return true;
  if (detail.kind !== 'number') return false;
  const [one, other] = [withoutPrefix(detail.value), withoutPrefix(known.value)];
  // A phone number without its country code, or with another trunk prefix.
  if (one.length > 12 || other.length > 13) return false;
  return one.length >= NATIONAL ? one.slice(-NATIONAL) === other.slice(-NATIONAL) : other.endsWith(one);
};
