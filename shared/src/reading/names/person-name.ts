import { blankOut, type Found } from '../../text/word-pattern.ts';
import { ownerOf } from '../fact-owner.ts';
import { type Cue, cues } from './name-cues.ts';
import { CUE_LENGTH, type Place, type Run, readRun, wordsOf } from './name-run.ts';
import { isOtherWord } from './proper-name.ts';
import { type FoundName, signedIn } from './signed-name.ts';

/** "Это Пётр?", "This is Anna, right?" and "Это Иван, который делал торт?" ask about somebody. */
const ASKED_ABOUT =
  /^\s{0,20}(?:\?|(?:,\s{0,20})?(?:котор\p{L}{1,30}|кто|верно|правильно|да|who|which|right|correct)(?!\p{L}))/u;

/**
 * Finds the name by which the writer introduces themselves or signs. Names that are asked about, denied or somebody
 * else's are ignored. `contacts` are the phone numbers and addresses that were blanked out of the text.
 */
export const findPersonName = (written: string, contacts: readonly Found<string>[] = []): FoundName | undefined => {
  const text = withoutSpeech(written);
  const words = wordsOf(text);
  const found = introducedIn(text, words) ?? signedIn(text, { words, contacts });
  return found && withSurname(text, { ...found });
};

/** «Моя фамилия Огнева, зовут Дина» tells the name in two places. */
const withSurname = (text: string, found: FoundName): FoundName => {
  const surname = SURNAME_TOLD.exec(text)?.groups?.surname;
  if (surname === undefined || found.value.includes(' ') || isOtherWord(surname)) return found;
  return found.value === surname ? found : { ...found, value: `${found.value} ${surname}` };
};
const SURNAME_TOLD =
  /(?<!\p{L})(?:[Мм]оя\s{1,20}фамилия|[Фф]амилия(?:\s{1,20}моя)?|[Mm]y\s{1,20}(?:surname|last\s{1,20}name|family\s{1,20}name)\s{1,20}is)[\s:—–-]{1,20}(?<surname>\p{Lu}\p{Ll}{2,30})(?!\p{L})/u;

/** Removes quoted speech: "он сказал: «меня зовут Иван»". A short quotation may be a name and is kept. */
const withoutSpeech = (text: string): string =>
  blankOut(
    text,
    [...text.matchAll(/[«"“„][^«»"“”„\n]{3,400}[»"”“]/gu)]
      .filter(([value]) => /\s/u.test(value))
      .map(({ 0: value, index }) => ({ value, start: index, end: index + value.length })),
  );

const introducedIn = (text: string, words: readonly Found<string>[]): FoundName | undefined => {
  let best: FoundName | undefined;
  let rank = cues.length;
  for (const [at, word] of words.entries()) {
    const before = text.slice(Math.max(0, word.start - CUE_LENGTH), word.start);
    const runs = runsAt(text, { words, at });
    const place = cues.findIndex((one, index) => index < rank && fits(one, { text, before, runs }));
    const one = cues[place];
    const found = one && runFor(one, runs);
    if (!one || !found || ASKED_ABOUT.test(text.slice(found.end))) continue;
    // A mark before the introduction ends the clause of somebody else.
    const introduction = one.before.exec(before)?.[0].replace(/^[\s.!?,;:()—–-]{1,60}/u, '').length ?? 0;
    if (ownerOf(text, { start: word.start - introduction, end: word.start }) === 'another') continue;
    const { value, start, end } = found;
    [best, rank] = [{ value, start, end, confidence: one.confidence }, place];
  }
  return best;
};

/** What begins at a word, as it is written and as a declined name. */
type Runs = { readonly plain: Run | undefined; readonly declined: Run | undefined };

const runsAt = (text: string, place: Place): Runs => ({
  plain: readRun(text, { ...place, isDeclined: false }),
  declined: readRun(text, { ...place, isDeclined: true }),
});

const runFor = ({ isDeclined = false }: Cue, { plain, declined }: Runs): Run | undefined =>
  isDeclined ? declined : plain;

type Seen = { readonly text: string; readonly before: string; readonly runs: Runs };

const fits = (cue: Cue, { text, before, runs }: Seen): boolean => {
  const run = runFor(cue, runs);
  if (!run || (cue.demand === 'known' && !run.isKnown) || (cue.demand === 'capital' && !run.isCapital)) return false;
  return cue.before.test(before) && (cue.after === undefined || cue.after.test(text.slice(run.end)));
};
