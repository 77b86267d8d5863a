import type { DeedContext, DeedKind } from './deed-kinds.ts';
import { type DeedVerb, formOf, russianVerb, type VerbForm } from './russian-verbs.ts';
import { type Clauses, partAround } from './split-clauses.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const WISHES = words(
  'хочу хотим хотел хотела хотели хотелось хочется хочет хотят желаю желаем планирую планируем собираюсь собираемся готов готова готовы давай давайте буду будем прошу просим просьба мечтаем думаем решил решила решили пора можем-ли',
);
const NEEDS = words('надо нужно необходимо требуется придется вынужден вынуждена вынуждены');
const MODALS = words(
  'можно могу можем возможно реально получится удастся смогу сможем успею успеем возможность хорошо-бы',
);
const REQUESTS = words('можете могли мог могла сможете сможет можешь сможешь');
const MINE = words(
  'меня мне мной нас нам мой мою мое моего моей мои наш нашу наше нашего нашей наши его ее их это этот эту ему ей им',
);
/** Words of a question about the rules rather than about one's own case. */
const RULES = words(
  'если сколько как когда которого которой где почему зачем куда откуда кто какой какая какое какие какую каком каких бесплатно платно платный штраф штрафы заранее обычно всегда вообще условия условиях правила правило политика комиссия комиссию депозит предоплата предоплату поздно минимум максимум потом без ли чем что возвращается возвращаются сгорит сгорает потеряю потеряем чтобы чтоб цена цены цену цене стоимость прайс почем рублей вернете наценка доплата',
);
/** Verbs that only ask to be told something or are polite. */
const TELLING =
  /^(?:(?:под|рас)?скаж|подска|расск|объясн|поясн|уточн|напомн|сообщ|ответ|извин|прост|подожд|погод|помог|посовет|порекоменд|покаж|напиш|пиш|смотр|посмотр|слуш|счита|зна|назов|дай|поверь|представ|обрат|перевед|соедин|позов|жив|пойм|будь|проконсульт|ориентир|забуд|повтор|скин|зови|здравств|сори)/u;
const NOTING = words('телефон номер имя адрес почту мейл контакт контакты : мой');

/** Reads the deed of a Russian sentence. */
export const russianDeed = (sentence: Clauses, context: DeedContext): DeedKind | undefined => {
  for (const [at, word] of sentence.tokens.entries()) {
    const verb = russianVerb(word);
    if (sentence.tokens[at - 1] === 'не') continue;
    if (verb ? isMeant(sentence, { at, verb }, context) : isOtherAct(sentence, at, context))
      return verb?.kind ?? 'other';
  }
  return undefined;
};

type Place = { readonly at: number; readonly verb: DeedVerb };

const isMeant = (sentence: Clauses, place: Place, context: DeedContext): boolean =>
  readers[place.verb.form](sentence, place, context);

type Reader = (sentence: Clauses, place: Place, context: DeedContext) => boolean;

/**
 * Whether the sentence asks for rules. If the customer names their own day or time, only the part of the sentence with the
 * deed counts: "запишите на завтра, сколько стоит?".
 */
const asksRules = (sentence: Clauses, at: number, { isSpecific }: DeedContext): boolean =>
  (isSpecific ? partAround(sentence, at) : sentence.tokens).some((word) => RULES.has(word));

/** "Забронируйте"; not "запишите: 8 916 …", "вы доставите?" nor "доставите ли?". */
const readImperative: Reader = (sentence, { at, verb }, { isSpecific }) => {
  const { tokens, partOf, asks } = sentence;
  const [before, next = ''] = [tokens[at - 1], tokens[at + 1]];
  if (!verb.isStrong || before === 'вы' || before === 'ты' || next === 'ли') return false;
  if (verb.kind === 'appoint' && !listsGoods(tokens, at) && (NOTING.has(next) || /^[\d+]/u.test(next))) return false;
  if (asks && !isSpecific && !tokens.some((word) => MINE.has(word))) return false;
  return !tokens.some((word, place) => place < at && partOf[place] === partOf[at] && RULES.has(word));
};

/** Words of a habit or of a customer's history: «мы первый раз берём», «заказываем каждую неделю». */
const HABITS = words(
  'раз впервые постоянно регулярно часто редко каждый каждую каждое каждые ежемесячно еженедельно ежедневно давно пока раньше',
);

/** "Беру", "закажем": of a verb of coming, only on a certain day. */
const readOwn: Reader = (sentence, { at, verb }, context) => {
  if (asksRules(sentence, at, context)) return false;
  if (!context.isSpecific && sentence.tokens.some((word) => HABITS.has(word))) return false;
  return context.isSpecific || (verb.isStrong && !sentence.asks);
};

/** "Записалась бы на завтра". */
const readPast: Reader = (sentence, { at }, { isSpecific }) => isSpecific && sentence.tokens[at + 1] === 'бы';

/** «Запишите: 10 кг …» dictates an order, «запишите: 8 916 …» a telephone number. */
const listsGoods = (tokens: readonly string[], at: number): boolean => {
  const [count = '', unit = ''] = tokens.slice(at + 1, at + 4).filter((token) => /[\p{L}\d]/u.test(token));
  return /^\d{1,4}$/u.test(count) && /^\p{L}+$/u.test(unit);
};

const NEAR = 6;

const readInfinitive: Reader = (sentence, { at, verb }, context) => {
  const { tokens, asks } = sentence;
  const { isSpecific, isShort } = context;
  if (asksRules(sentence, at, context)) return false;
  const near = tokens.slice(Math.max(0, at - NEAR), at + NEAR);
  const has = (set: ReadonlySet<string>): boolean => near.some((word) => set.has(word));
  if (has(REQUESTS)) return isSpecific || (verb.isStrong && (has(MINE) || forThem.has(verb.kind)));
  if (has(MODALS)) return isSpecific || (verb.isStrong && forThem.has(verb.kind) && !asks);
  if (has(NEEDS)) return isSpecific || (verb.isStrong && !asks);
  if (has(WISHES)) return verb.isStrong || isSpecific || (isShort && verb.kind !== 'visit' && !asks);
  // «А просто в баню его взять» goes on from a question.
  return verb.isStrong && (isSpecific || (!asks && tokens[0] !== 'а'));
};

const readers: Readonly<Record<VerbForm, Reader>> = {
  imperative: readImperative,
  own: readOwn,
  past: readPast,
  infinitive: readInfinitive,
};

const forThem: ReadonlySet<DeedKind> = new Set<DeedKind>(['send', 'hold', 'tell', 'call']);

/** An imperative of any other verb that is about the customer or a certain day: "помойте мне машину", "соберите букет к шести". */
const isOtherAct = ({ tokens, asks }: Clauses, at: number, { isSpecific }: DeedContext): boolean => {
  const word = tokens[at] ?? '';
  if (formOf(word) !== 'imperative' || !/(?:[йь]те|ите)$/u.test(word) || TELLING.test(word)) return false;
  if (isSpecific && !asks && at < 2) return true;
  return FOR_ME.has(tokens[at + 1] ?? '') || (FOR_ME.has(tokens[at - 1] ?? '') && tokens[at - 2] !== 'у');
};
const FOR_ME = words('мне нам меня нас мою мой моего наш нашу');
