import { sentencesOf } from '../search/language/sentences.ts';
import { remember } from '../search/remember.ts';
import { wholeWords } from '../text/word-pattern.ts';
import { beyondMostNumbers } from './details.ts';
import type { Guard } from './guard.ts';
import { isRefused } from './prices/refusals.ts';
import { surroundingsIn } from './prices/surroundings.ts';
import type { ReadReply } from './read-reply.ts';
import { indexSubjects, type SubjectIndex } from './subject-index.ts';
import { type Subject, type Terms, termsIn } from './subject-terms.ts';
import { type Duration, durationsIn, isSameDuration } from './terms/durations.ts';
import { strangeOpeningIn } from './terms/opening-hours.ts';

/**
 * Objects to the duration of a warranty, a refund, a delivery or the like, a number of installments, or opening hours
 * that the team has not told. A duration must be told for the same kind of promise and the same thing.
 */
export const unknownTerm: Guard = {
  name: 'unknown-term',
  reason: {
    ru: 'в нём был срок, условие или время работы, которых нет в базе знаний',
    en: 'it named a period, a condition or opening hours that are not in the knowledge base',
  },
  objectionTo: (reply) => {
    const beyond = beyondMostNumbers(reply.text);
    if (beyond !== undefined) return beyond;
    const found = strangeTermIn(reply) ?? strangeOpeningIn(reply);
    return found?.slice(0, 80);
  },
};

type Kind = {
  readonly words: RegExp;
  /** The team must have told that it offers this at all, whatever the duration. */
  readonly isOffer: boolean;
};

const kinds: readonly Kind[] = [
  {
    words: wholeWords(
      'гаранти\\p{L}+|пожизненн\\p{L}+|переделаем|перемоем|warrant\\p{L}+|guarantee\\p{L}*|redo|fix it free',
    ),
    isOffer: true,
  },
  {
    words: wholeWords(
      'возвра[тщ]\\p{L}*|верн[её]\\p{L}*|вернуть|манибэк|money[- ]back|refund\\p{L}*|returns?|returned|give (?:you )?your money back',
    ),
    isOffer: false,
  },
  {
    words: wholeWords(
      'пробн\\p{L}+|тестов\\p{L}+ (?:период|доступ|дн\\p{L}+)|триал\\p{L}*|trial\\p{L}*|try (?:it|us) (?:out )?(?:free|for)',
    ),
    isOffer: true,
  },
  {
    words: wholeWords(
      'рассрочк\\p{L}*|в кредит|частями|по частям|част(?:и|ей) без|долями|платеж(?:а|ей|ами)|instal+ments?|interest[- ]free|pay monthly|spread the cost|split (?:the |your )?(?:payment|cost|bill)|in (?:two|three|four|five|six|\\d{1,2}) (?:\\p{L}+ )?(?:parts|payments|instal+ments)',
    ),
    isOffer: true,
  },
  {
    words: wholeWords(
      'отсроч\\p{L}+|постоплат\\p{L}*|оплатить (?:позже|потом|через)|оплат\\p{L}+ (?:по факту|в течение|через)|по сч[её]ту|defer\\p{L}*|pay later|postpone\\p{L}* (?:the )?payment|net \\d{1,3}|due|payment terms?|to pay within',
    ),
    isOffer: false,
  },
  {
    words: wholeWords(
      'достав\\p{L}+|привез\\p{L}+|приед\\p{L}+|приезжа\\p{L}+|выед\\p{L}+|отправ(?:им|ка|ку|ляем)|отгру\\p{L}+|курьер\\p{L}*|выполн\\p{L}+|сдела(?:ем|ю)|изготов\\p{L}+|срок\\p{L}*|готов\\p{L}* (?:через|за|будет)|deliver\\p{L}*|dispatch\\p{L}*|ships?|shipping|arriv\\p{L}+|turnaround|lead time|ready (?:in|within)|be (?:there|with you)|done within|response time|(?:answer|reply|respond)\\p{L}* within|отвеча\\p{L}+|ответ\\p{L}+',
    ),
    isOffer: false,
  },
  {
    words: wholeWords(
      'отмен\\p{L}+|перенес\\p{L}+|перенос\\p{L}*|расторг\\p{L}+|предупред\\p{L}+|уведом\\p{L}+|заморо[зж]\\p{L}+|cancel\\p{L}*|resched\\p{L}+|notice|terminat\\p{L}+|freez\\p{L}+|paus\\p{L}+|hold your',
    ),
    isOffer: false,
  },
  {
    words: wholeWords(
      "действу\\p{L}+|действительн\\p{L}+|зафиксир\\p{L}+|фиксир\\p{L}+|не измен\\p{L}+|бронь держ\\p{L}+|держим|хран\\p{L}+|сгора\\p{L}+|valid|locked?|fixed|expire\\p{L}*|stays? the same|won['’]t (?:rise|change|go up)|hold (?:it|the)|kept for|contract|commitment|minimum|минимальн\\p{L}+|срок договора",
    ),
    isOffer: false,
  },
];

const kindsOf = (text: string): readonly Kind[] => kinds.filter(({ words }) => words.test(text));

type ToldTerm = Subject & { readonly hours: number; readonly sentence: string; readonly kinds: readonly Kind[] };

const MOST_READ = 2000;

/** Returns each duration in a text with the kind of its promise. */
const toldIn = remember(MOST_READ, (record: string): readonly ToldTerm[] => {
  const parts = JSON.parse(record) as readonly string[];
  const title = parts.filter((part) => part.length <= 200).join(' ');
  return parts.flatMap((part) =>
    sentencesOf(part).flatMap(({ value }) => {
      const { durations } = durationsIn(value);
      if (durations.length === 0) return [];
      const [own, wide, of] = [termsIn(value), termsIn(title), kindsOf(`${value} ${title}`)];
      return durations.map(({ hours }) => ({ hours, sentence: value, kinds: of, own, wide }));
    }),
  );
});

const toldTerms = (reply: ReadReply): readonly ToldTerm[] =>
  [...reply.prompts().map((text) => [text]), ...reply.team().map((text) => [text]), ...reply.records()].flatMap(
    (parts) => toldIn(JSON.stringify(parts)),
  );

const ASKS = wholeWords(
  "нет (?:данных|информации|сведений)|не знаю|уточн\\p{L}+|спрошу|узна\\p{L}+|ответит коллега|i (?:do not|don['’]t) (?:know|have)|no information|colleague|will (?:ask|check)|let me (?:ask|check)",
);
const NEGATED = wholeWords("не|нет|без|no|not|without|cannot|can['’]?t|don['’]?t|isn['’]?t|n['’]t");

const strangeTermIn = (reply: ReadReply): string | undefined => {
  const sentences = sentencesOf(reply.text).filter(({ value }) => kindsOf(value).length > 0 && !value.endsWith('?'));
  if (sentences.length === 0) return undefined;
  const { toldOf, isOffered } = readOffers(reply);
  const customer = reply.customer().flatMap((text) => durationsIn(text).durations.map(({ hours }) => hours));
  for (const { value } of sentences.slice(0, MOST_SENTENCES)) {
    if (ASKS.test(value)) continue;
    const { text, durations } = durationsIn(value);
    const around = surroundingsIn(text);
    const of = kindsOf(value);
    const finite = durations.filter(({ hours }) => Number.isFinite(hours));
    const asserted = (finite.length > 0 ? finite : durations).filter(
      (duration) => !isDenied(text, duration) && !isRefused(around(duration)),
    );
    const told = asserted.length > 0 ? meantTerms(termsIn(value), toldOf(of)) : [];
    const strange = asserted.find(
      ({ hours, start }) =>
        !told.some((one) => isSameDuration(one.hours, hours)) && !isTheirs({ hours, start }, text, customer),
    );
    if (strange) return `${strange.words} (${value})`;
    const untold = of.find((kind) => kind.isOffer && !isOffered(kind));
    if (untold && !NEGATED.test(value)) return untold.words.exec(value)?.[0];
  }
  return undefined;
};

const MOST_SENTENCES = 100;

const isDenied = (text: string, { start }: Duration): boolean =>
  /(?<!\p{L})(?:не|not|нет)\s(?:\p{L}+\s){0,3}$/iu.test(text.slice(Math.max(0, start - 40), start));

const meantTerms = (terms: Terms, told: SubjectIndex<ToldTerm>): readonly ToldTerm[] => {
  const meant = told.meantBy(terms);
  return meant.length > 0 ? meant : told.all;
};

type Offers = {
  /** Returns what was told about any of these kinds of promises. */
  toldOf(of: readonly Kind[]): SubjectIndex<ToldTerm>;
  isOffered(kind: Kind): boolean;
};

/** Each query is answered once, however often a reply causes it. */
const readOffers = (reply: ReadReply): Offers => {
  const told = toldTerms(reply);
  const ours = reply.ours();
  const toldOf = new Map<string, SubjectIndex<ToldTerm>>();
  const offered = new Map<Kind, boolean>();
  return {
    toldOf: (of) => {
      const key = of.map((kind) => kinds.indexOf(kind)).join();
      const found = toldOf.get(key) ?? indexSubjects(told.filter((one) => one.kinds.some((kind) => of.includes(kind))));
      toldOf.set(key, found);
      return found;
    },
    isOffered: (kind) => {
      const found = offered.get(kind) ?? ours.some((one) => kind.words.test(one));
      offered.set(kind, found);
      return found;
    },
  };
};

/** "For your three days the delivery is £10": this repeats what the customer asked for and is not a promise. */
const isTheirs = (
  { hours, start }: Pick<Duration, 'hours' | 'start'>,
  text: string,
  customer: readonly number[],
): boolean =>
  customer.some((one) => isSameDuration(one, hours)) &&
  /[₽$€£]|руб|rouble|dollar|euro/iu.test(text) &&
  /(?<!\p{L})(?:на|за|for|при)\s(?:\p{L}+\s)?$/iu.test(text.slice(Math.max(0, start - 20), start));
