import { momentIn } from '../../reading/deeds/is-specific.ts';
import type { Detail } from '../../wording/fragments.ts';
import type { Phrases } from '../../wording/phrases.ts';
import type { Turn } from './turn.ts';

/** What the customer tells about themselves in this message, in the order in which it is read back to them. */
export const toldDetails = ({ text, understood, inGroup }: Turn, say: Phrases): string => {
  // In a group, nobody's details are repeated to the others.
  if (inGroup) return '';
  const { name, company, phone, email, guests, budget, date, period } = understood;
  const values: readonly (readonly [Detail, string | undefined])[] = [
    ['date', momentIn(text, date ?? period)],
    ['guests', guests?.toString()],
    ['budget', budget?.words],
    ['name', name?.value],
    ['company', company?.value],
    ['phone', phone],
    ['email', email],
  ];
  return values.flatMap(([detail, value]) => (value ? [say.detail[detail](value)] : [])).join(', ');
};
