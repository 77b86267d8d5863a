import { type Found, wholeWords } from '../../text/word-pattern.ts';
import { endsWithAnother, isPassedOn } from '../fact-owner.ts';
import { isGivenName, isPlainlyGivenName } from './given-names.ts';
import { BY_THE_WAY } from './name-cues.ts';
import { CUE_LENGTH, PATRONYMIC, type Run, readRun, SURNAME, TITLE } from './name-run.ts';
import { isPlaceOrBrand } from './places.ts';

/** A name in a text with the certainty, 0 to 1, that it is the writer's. */
export type FoundName = Found<string> & { readonly confidence: number };

const ALONE = 0.75;

const SEGMENT_BEGINS = /(?:^|[.,;!?\n—–:•/]|\s-)[^\S\n]{0,60}$/u;
const SEGMENT_ENDS =
  /^[^\S\n]{0,60}(?:$|[.,;!\n—–/]|\s-\s|(?:мама|папа|бабушка)\s{1,20}\p{Lu}|(?:из|from|бухгалтер|бухгалтерия|менеджер|директор|секретарь|администратор|reception|accounts|manager)(?!\p{L}))/u;
/** Matches the role of the writer, which may precede the name in its segment: "director Ivan Petrov". */
const ROLE = wholeWords(
  'председатель|секретарь|директор|заведующ\\p{L}{1,30}|администратор|воспитатель\\p{L}{0,30}|учитель\\p{L}{0,30}|бухгалтер|завхоз|староста|организатор|руководитель|менеджер|мама|папа|невеста|жених|manager|owner|director|secretary|teacher|organi[sz]er',
);
/** The block of a signature: a post with what it is of, and the name in the same line or the next one. */
const SIGNED_BY_ROLE =
  /(?:^|[\n,.!?])\s{0,9}(?:(?:зам(?:еститель|\.)?|гл(?:авный|\.)?|ген(?:еральный|\.)?|старший|ст\.|и\.\s?о\.|врио)\s{0,3}){0,2}(?:(?:директора?|заведующ(?:ий|ая)|начальника?|руководител[ья]|председател[ья]|секретар[ья]|администратора?|бухгалтера?|менеджера?|инженера?|специалист)|зав\.?|нач\.)(?:[^\S\n]{1,3}\p{L}{2,20}){0,3}(?:[^\S\n]{0,3}\n\s{0,3}|[^\S\n]{1,3})$/iu;
/** A name at the beginning that is followed by one of these addresses the business. */
const ADDRESSED =
  /^[,!.]?\s{0,20}(?:здравствуйте|добр|привет|спасибо|подскаж|скаж|вы\s|а\s{1,20}вы|у\s{1,20}вас|можно|hi|hello|good|thanks|can\s|could\s|do\s|are\s|you\s)/iu;
const GREETED =
  /(?:здравствуйте|привет|день|вечер|утро|hi|hello|hey|morning|afternoon|evening|спасибо|thanks)[,!]?\s{0,20}$/iu;

type Signed = { readonly words: readonly Found<string>[]; readonly contacts: readonly Found<string>[] };

/** Finds a name that stands alone between punctuation marks or beside a phone number, as in a signature. */
export const signedIn = (text: string, { words, contacts }: Signed): FoundName | undefined => {
  const split = markContacts(text, contacts);
  const found = words.flatMap((_, at): FoundName[] => {
    const run = readRun(text, { words, at, isDeclined: false });
    if (!run || !isSigned(split, run)) return [];
    const isPlain = isPlainlySigned(run, words[at]?.value ?? '');
    const beside = contacts.some((contact) => isBeside(text, contact, run));
    const isLast = endsMessage(split, { ...run, hasContact: contacts.length > 0 });
    if (!isPlain && !((beside || isLast) && run.isCapital)) return [];
    return [{ value: run.value, start: run.start, end: run.end, confidence: isPlain ? BY_THE_WAY : ALONE }];
  });
  return found.findLast(({ confidence }) => confidence === BY_THE_WAY) ?? found.at(-1);
};

const PAST_COMMA = /[\p{L}\d]\s{0,9}[,\n]\s{0,9}$/u;
const PAST_SENTENCE = /[\p{L}\d]\s{0,9}[.!…]\s{0,9}$/u;
const PROPER = /^\p{Lu}\p{Ll}{2,14}(?:\s(?<surname>\p{Lu}\p{Ll}{2,14}))?$/u;

/** An unknown name is a signature at the very end of a message: «нас четверо, Аида». Sentences begin with a capital too. */
const endsMessage = (
  text: string,
  { value, start, end, hasContact }: Run & { readonly hasContact: boolean },
): boolean => {
  const match = PROPER.exec(value);
  if (!match || !/^[\s.!,]*$/u.test(text.slice(end)) || value.split(' ').some(isPlaceOrBrand)) return false;
  const before = text.slice(Math.max(0, start - CUE_LENGTH), start);
  return PAST_COMMA.test(before) || ((match.groups?.surname !== undefined || hasContact) && PAST_SENTENCE.test(before));
};

const isPlainlySigned = ({ value, isCapital, isKnown }: Run, first: string): boolean => {
  if (!isKnown) return TITLE.test(first);
  if (!isCapital) return isPlainlyGivenName(first);
  return (
    isGivenName(first) || PATRONYMIC.test(value.split(' ').at(-1) ?? '') || SURNAME.test(first) || /^[A-Z]/u.test(first)
  );
};

/** A blanked-out contact ends a segment as a comma does. */
const markContacts = (text: string, contacts: readonly Found<string>[]): string =>
  contacts.reduce((rest, { start, end }) => rest.slice(0, start) + ','.repeat(end - start) + rest.slice(end), text);

const isSigned = (text: string, { start, end }: Run): boolean => {
  const before = text.slice(Math.max(0, start - CUE_LENGTH), start);
  const after = text.slice(end);
  const role = lastRole(before);
  const opensAt = role === undefined ? before : before.slice(0, role);
  if (!SEGMENT_ENDS.test(after) || isPassedOn(text, start)) return false;
  if (SIGNED_BY_ROLE.test(before) && /^\s{0,9}(?:$|[.\n])/u.test(after)) return true;
  if (!SEGMENT_BEGINS.test(opensAt)) return false;
  if (endsWithAnother(opensAt.replace(/[\s,—–-]{1,60}$/u, '')) || /(?:^|[^\p{L}])(?:не|not)\s{0,20}$/iu.test(before))
    return false;
  if (start === 0 && ADDRESSED.test(after)) return false;
  return !(GREETED.test(before) && /\p{L}/u.test(after));
};

const lastRole = (before: string): number | undefined => {
  const match = /(?<role>\p{L}{1,30})\s{1,20}$/u.exec(before);
  return match?.groups?.role && ROLE.test(match.groups.role) ? match.index : undefined;
};

const isBeside = (text: string, { start, end }: Found<string>, run: Run): boolean => {
  const between = run.end <= start ? text.slice(run.end, start) : text.slice(end, run.start);
  return /^[\s,.;:()—–-]{0,60}$/u.test(between);
};
