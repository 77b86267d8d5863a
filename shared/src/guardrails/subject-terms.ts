import { foldText } from '../search/language/fold-text.ts';
import { stemWord } from '../search/language/stems/stem-word.ts';
import { isStopWord } from '../search/language/stop-words.ts';
import { remember } from '../search/remember.ts';

/** Stems of the words that describe the subject of a price or promise. */
export type Terms = ReadonlySet<string>;

const IRREGULAR: Readonly<Record<string, string>> = {
  children: 'child',
  kids: 'child',
  kid: 'child',
  детей: 'ребенок',
  дети: 'ребенок',
  детям: 'ребенок',
};

/** People use the same few words repeatedly. */
const MOST_STEMS = 5000;

const stemOf = remember(MOST_STEMS, (word: string): string => {
  const folded = IRREGULAR[word] ?? word;
  // «Шатёр» and «шатра», «группа» and «групповой» get one stem.
  return stemWord(folded)
    .replace(/(?<=\p{L}{4})(?:ов|ев)$/u, '')
    .replace(/(?<=\p{L}{2})[ео](?=[бвгджзклмнпрстфхцчшщ]$)/u, '');
});

/** Words that are used with any price and say nothing about its subject. */
const GENERIC = new Set(
  [
    'стоит стоят стоить стоила стоимость цена цены ценой прайс тариф обойдется обойдутся выйдет выходит получится получается составит составляет будет',
    'итого всего вместе сумма сумме общая общий итоговая вместо против плюс минус примерно около почти ровно целиком полностью отдельно',
    'вы вас вам ваш ваша ваше ваши наш наша наши мы нас нам себя сам такой такая такие этот эта это весь вся все каждый каждая любой',
    'отдадим отдам отдаю отдали уступим уступлю сделаем сделаю дадим даем дарим подарим подарок подарки даром бесплатно бесплатный бесплатная бесплатное бесплатные безвозмездно',
    'скидка скидки скидку скидкой дешевле дороже выгоднее меньше больше ниже выше экономия вдвое втрое вчетверо раз раза треть четверть половина половину полцены полтора',
    'рубль рубля рублей рубли руб тысяча тысячи тысяч тыщи косарь доллар долларов евро процент процентов штука штуки штук шт rub usd eur gbp kzt usdt',
    'метр метра метров м2 м3 кв квадрат квадрата квадратов квадратный километр километра километров км кг килограмм литр мин ночь ночи ночей m2 metre meter metres meters km kg litre',
    'день дня дней сутки час часа часов минут минута неделя месяц месяца месяцев год года лет раз визит человек человека гость гостя гостей персона',
    'здравствуйте пожалуйста спасибо конечно отлично хорошо готово договорились да нет можно нужно есть если попросите тогда то есть у для',
    'заказ заказа заказе заказать закажите позиция услуга услуги товар товары платно платная платный оплата оплатить сегодня завтра сейчас обычно обычный скажите подскажите хочу возьмем возьму нужен нужна нужно нужны',
    'price prices priced cost costs total sum comes come together altogether instead against plus minus about around roughly exactly just only each every per extra',
    'you your yours we our ours us i my it its this that these those they them everything all both say says get gets give gives have has had',
    'free charge gift house complimentary discount cheaper less more off save saves savings half third quarter twice times time',
    'один одна одно одного одной одну два две двух три трех четыре четырех пять пяти шесть шести семь семи восемь восьми девять девяти десять десяти сто двести триста двоих двоим двое троих трое одиннадцать двенадцать пятнадцать двадцать тридцать сорок пятьдесят',
    'one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty both',
    'rouble roubles ruble rubles dollar dollars euro euros buck bucks quid grand tenner fiver percent thousand hundred pound pounds pence',
    'day days hour hours minute minutes night nights week weeks month months year years person people guest guests adult adults head piece pieces',
    'hello please thanks thank sure yes no good great ok okay can would could should like want need today tomorrow now take takes let pay paid pays send much many how what order',
  ]
    .join(' ')
    .split(' ')
    .map((word) => stemOf(word)),
);

/** Prepositions that turn a price into another one: «с уборкой» and «без уборки», "with" and "without". */
const PREPOSITION = /^(?:с|со|без|за|по|до|после|от|из|with|without|before|after|under|over|outside|inside)$/;

const WORD = /[\p{L}\p{N}]+(?:[-‑][\p{L}\p{N}]+)*/gu;
/** An order number. */
const CODE = /(?<![\p{L}\p{N}-])[A-Z0-9]{4,6}-[A-Z0-9]{4,6}(?![\p{L}\p{N}-])/gu;
/** Sizes distinguish one row from another, such as "150 sq ft" from "75 sq ft". */
const SIZE =
  /(?<![\d.,])(\d{1,5})[\s-]?(sq|m2|м2|kg|кг|gr|гр|г|л|l|ml|мл|cm|см|mm|мм|gb|гб|tb|тб|inch|дюйм|мин|min|ватт|квт|kw)(?:\p{L}{0,4})(?!\p{L})/gu;
const MOST_WORD = 40;

/** A passage is read as a whole, and its lines, sentences and their parts separately. */
const MOST_TEXTS = 3000;

/** Returns the terms of a text. Numbers count only within a word, as in "4K". */
export const termsIn = remember(MOST_TEXTS, (text: string): Terms => {
  const terms = new Set<string>();
  let before = '';
  for (const [, number = '', unit = ''] of text.toLowerCase().matchAll(SIZE)) terms.add(`${number}${unit.slice(0, 2)}`);
  for (const [written] of foldText(text.replace(CODE, ' ')).matchAll(WORD)) {
    for (const word of partsOf(written.slice(0, MOST_WORD))) {
      if (PREPOSITION.test(word)) before = word;
      if (word.length < 2 || !/\p{L}/u.test(word) || /^\d+\p{L}{1,2}$/u.test(word) || isStopWord(word)) continue;
      const stem = stemOf(word);
      if (!GENERIC.has(stem)) {
        terms.add(stem);
        if (before !== '') terms.add(`${before} ${stem}`);
      }
      before = '';
    }
  }
  return terms;
});

/** "e-bike" is about both an "ebike" and a bike. */
const partsOf = (word: string): readonly string[] =>
  /[-‑]/.test(word) ? [word.replace(/[-‑]/g, ''), ...word.split(/[-‑]/)] : [word];

/** Whether two sets have a term in common. */
export const hasAny = (terms: Terms, others: Terms): boolean => [...others].some((term) => terms.has(term));

/** The empty set of terms. */
export const noTerms: Terms = new Set();

/** Returns the union of the sets. */
export const joinTerms = (...all: readonly Terms[]): Terms => new Set(all.flatMap((terms) => [...terms]));

/**
 * The subject of something that was told: `own` terms stand beside it, `wide` ones around it, as in the sentence, the
 * title or the lines before.
 */
export type Subject = { readonly own: Terms; readonly wide: Terms };
