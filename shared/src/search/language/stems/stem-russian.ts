import { stemmer as snowball } from '@orama/stemmers/russian';
import { standsFor } from './stem-lines.ts';

/**
 * Each stem with the forms for which Snowball gives another stem, because of another root, another consonant, or an
 * ending that looks like a verb's.
 */
const irregularForms = [
  'ребен ребенок ребенка ребенку ребенком ребенке дети детей детям детьми детях',
  'друг друзья друзей друзьям друзьями друзьях',
  'человк человек человека человеку человеком человеке люди людей людям людьми людях',
  'ден день дня дню днем дне дни дней дням днями днях',
  'год лет',
  'отц отец',
  'деньг денег деньгам деньгами деньгах',
  'окн окон',
  'письм писем',
  'свадьб свадеб',
  'судьб судеб',
  'усадьб усадеб',
  'мож мочь могу может можем могут можете можешь мог могла могло могли',
  'хот хочу хочет хочешь хочется хотим хотят хотите хотел хотела хотели хотеть хотелось',
  'ид идти иду идет идем идут идете шел шла шло шли',
  'ед ехать еду едет едем едут едете ехал ехала ехали',
  'взят взять возьму возьмет возьмем возьмут возьмете возьмите взял взяла взяли взято',
  'нужн нужен',
  'должн должен',
  'доступн доступен',
  'свободн свободен',
  'бесплатн бесплатен',
  'возможн возможен возможна возможно возможны',
  'необходим необходим необходима необходимо необходимы',
  'систем система системы систему системой системе систем',
  'проблем проблема проблемы проблему проблемой проблеме проблем',
  'объем объем объема объему объемом объеме объемы объемов',
  'прием прием приема приему приемом приеме приемы приемов',
  'режим режим режима режиму режимом режиме режимы режимов',
  'архив архив',
  'профил профиль',
  'отмн отмена отмены отмену отменой отмене отмен',
  'отзыв отзыв',
  'врем время времени временем времена времен временам',
  'имен имя имени именем имена имен именам',
  'стоимост стоит стоят стоить стоил стоила стоило стоили',
] as const;

/** Stems of one root; the first stands for all of them: verbs with their aspects and the nouns derived from them. */
const sameRoots = [
  'возврат возвращ вернут верн вернет вернул верну',
  'заказ закаж закажет закажут',
  'показ покаж покажет покажут',
  'оплат оплач',
  'плат плач',
  'куп покуп',
  'брон бронир забронир',
  'настро настрой настр',
  'установ устанавл',
  'загруз загруж',
  'встрет встреч',
  'размест размещ',
  'вмест вмещ вместим',
  'снят сним',
  'найд найт найдет найдут нашл',
  'приним принят примет примут',
  'откр открыт откройт откроет откроют',
  'закр закрыт закройт закроет закроют',
  'звон позвн перезвн',
  'выбр выбир выберет выберут',
  'запрет запрещ',
  'защит защищ',
  'сократ сокращ',
  'приглас приглаш',
  'консультац консультир проконсультир',
  'регистрац регистрир зарегистрир',
  'ремонт ремонтир отремонтир',
  'email имейл емейл имэйл',
  'wifi вайф вайфа',
  'напис напиш напишет напишут',
] as const;

const irregular = standsFor(irregularForms);
const roots = standsFor(sameRoots);

/** The ending of «надпись» is not the verb ending «-сь». */
const NOUN_IN_SJ = /пись$/;
/**
 * «установление», «установлены» and «установленный» get the stem of «установить». The л after a labial is dropped with
 * the ending.
 */
const ACTION = /^([а-я]{3,})ени(?:е|я|ю|й|ем|и|ям|ями|ях)$/;
const PARTICIPLE = /енн(?:ый|ая|ое|ые|ого|ому|ой|ую|ым|ом|ых|ыми|о|ы|а)$/;
const SOFT_LABIAL =
  /^([а-я]{2,}[бвмпф])л(?:ю|им|ен[аоы]?|енн[а-я]{2,3}|ени[еяюй]|ением|ениями?|ениях|ений|я[а-я]{0,4})(?:с[ья])?$/;

type Ending = readonly [ending: RegExp, rest: string];

/** «подарок» and «подарка», «шатёр» and «шатра». */
const FLEETING_VOWEL: Ending = [/(?<=[а-я]{2})([бвгджзклмнпрстфхцчшщ])[ео]([рлцкн])$/, '$1$2'];

/** Endings that Snowball leaves on some forms of a word and not on others, in the order of removal. */
const endings: readonly Ending[] = [
  // «экран» loses its ending as «сказан» does, but «экрана» does not.
  [/(?<=[аеиоуыэюя][а-я]*[ая])[лн]$/, ''],
  // «проверьте».
  [/ьт$/, ''],
  // «ячеек» beside «ячейка».
  [/([аеоу])ек$/, '$1йк'],
  // «оказывать» and «оказать», «использовать» and «использует», «изменять» and «изменить».
  [/^([а-я]{3,})(?:ыва|ива|ова|ева)$/, '$1'],
  [/^([а-я]{4,})[ая]$/, '$1'],
  FLEETING_VOWEL,
  // «доставка» and «доставить».
  [/^([а-я]{3,}[бвгджзйлмнпрстфхцчшщ])к$/, '$1'],
  FLEETING_VOWEL,
];

/**
 * Returns the Snowball stem of a folded Russian word, corrected where the forms of one word, or a verb and its noun,
 * would get different stems.
 */
export const stemRussian = (word: string): string => {
  const known = irregular.get(word);
  if (known !== undefined) return known;
  const stem = endings.reduce((left, [ending, rest]) => left.replace(ending, rest), rawStem(word));
  return roots.get(stem) ?? stem;
};

const rawStem = (word: string): string => {
  const [, labial] = SOFT_LABIAL.exec(word) ?? [];
  if (labial !== undefined) return labial;
  const [, action] = ACTION.exec(word) ?? [];
  if (action !== undefined) return action;
  const stem = snowball(word.replace(NOUN_IN_SJ, 'писи'));
  return PARTICIPLE.test(word) ? stem.replace(/^([а-я]{3,})енн?$/, '$1') : stem;
};
