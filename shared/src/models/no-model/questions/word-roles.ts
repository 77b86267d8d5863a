import { askedKind, askedWords } from '../../../search/answers/answer-kind.ts';
import { isFrameStem } from '../../../search/answers/frame-words.ts';
import { analyzeText } from '../../../search/language/analyze-text.ts';
import { remember } from '../../../search/remember.ts';

/**
 * What a word contributes to a question. `thing` names what is asked about; `attribute` asks something of a thing that is named elsewhere
 * ("deposit?"); `generic` stands for such a thing ("the program"); `time`, `unit`, `audience`, and `number` say when, of how much, and for
 * whom; `filler` says nothing.
 */
export type Role = 'thing' | 'attribute' | 'generic' | 'time' | 'unit' | 'audience' | 'number' | 'filler';

const words: Readonly<Record<Exclude<Role, 'thing' | 'number'>, string>> = {
  attribute: [
    'цена ценник стоимость прайс тариф почем стоит стоят обойдется выйдет берете возьмете заплатить платить платят',
    'залог залога депозит доплата доплату наценка наценку гарантия гарантию гарантии',
    'срок сроки сроков длительность продолжительность длится длятся идет идут занимает займет ждать ждем делается делаете делают хватит хватает',
    'начинается начинаете заканчивается заканчиваете начало конец готов готова готово готовы заживает действует держится служит рано заранее поздно',
    'размер размеры габариты вес весит высота ширина длина площадь объем мощность вместимость вмещает вмещаются влезет влезут влезем уместится уместимся войдем войдет войдут поместится поместятся поместимся',
    'возраст количество минимум максимум минимальный минимальная минимально максимальный максимальная максимально',
    'состав входит входят включено включает включена включен комплект комплектация условия условие подробнее цвет цвета цветов материал',
    'платно платный платная бесплатно дорого дороже дешевле дешево обязательно ближайший ближайшая ближайшие свободно',
    'price prices cost costs rate rates deposit surcharge warranty guarantee duration size sizes dimension dimensions weight capacity',
    'age limit limits minimum maximum min max term terms condition conditions included include includes fit fits hold holds take takes taking last lasts long early late soon ready',
    'start starts finish finishes leave leaves begin begins end ends expensive pay extra additional wait color colour colors material',
  ].join(' '),
  generic: [
    'программа программу программы услуга услуги услугу процедура процедуру товар товара аренда аренду аренды прокат проката заказ заказать заказывать заказа бронь',
    'занятие занятия занятий вариант варианты штука штуки позиция работа работы мероприятие набор пакет номер модель такой такая такое такие',
    'program programme service item product session rent rental hire order ordering option version model one ones thing package event',
  ].join(' '),
  time: [
    'понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье понедельникам вторникам средам четвергам пятницам субботам воскресеньям',
    'будни будний будням выходные выходной выходным праздник праздники праздничные сегодня завтра послезавтра вчера утро утром вечер вечером день днем ночь ночью обед',
    'январь января феврале февраль февраля март марта апрель апреля май мая июнь июня июль июля август августа сентябрь сентября октябрь октября ноябрь ноября декабрь декабря',
    'пн вт ср чт пт сб вс mon tue tues thur thurs sat',
    'зима зимой весна весной лето летом осень осенью сезон',
    'monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays weekday weekdays weekend weekends holiday holidays',
    'today tomorrow tonight morning afternoon evening night noon midnight week january february march april june july august september october november december season summer winter spring autumn',
  ].join(' '),
  unit: [
    'час часа часов день дня дней сутки суток неделя недели недель неделю месяц месяца месяцев год года лет минута минут минуты раз раза',
    'кило килограмм килограмма кг грамм литр литра литров метр метра метров квадрат м2 км единица руб рублей рубля тысяча тысяч тыс',
    'hour hours day days night nights month months year years minute minutes time times kg kilo gram liter litre metre meter piece pieces head',
  ].join(' '),
  audience: [
    'человек человека люди людей гость гостя гости гостей персона персон персоны взрослый взрослые взрослых взрослого ребенок ребенка ребенку дети детей детям детский подросток подростку подростков',
    'пенсионер пенсионерам студент студентам школьник школьникам инвалидам беременным беременной кормящим мужчина мужчинам мужчине женщина женщинам женщине малыш малышам',
    'двоих троих четверых пятерых шестерых семерых восьмерых двое трое четверо пятеро шестеро семеро чел мужики мужиков мужчин парни парней ребята ребят девушки девушек девочки девочек девчонки девчонок друзья друзей женщин подруги подруг',
    'people person persons guest guests adult adults kid kids child children toddler toddlers baby student students senior seniors couple us pax men women man woman guys lads girls boys friends ladies blokes mates folks',
  ].join(' '),
  filler: [
    'вопрос вопросы вопроса вопросов вопросик вопросика вопросики сразу пара пару несколько коротко быстро сначала потом первое второе третье первых вторых третьих четвертых',
    'ой упс стойте стоп подождите погодите точнее вернее хорошо окей ладно ясно понятно спасибо кстати просто еще ещё также тоже плюс пожалуйста извините простите насчет поводу касательно',
    'забудьте забудь неважно нужно нужен нужна нужны ли нибудь там тут здесь сколько скольки почему зачем откуда куда',
    'quick question questions things couple few several first second third firstly secondly sorry wait oops oh actually thanks also plus please well just what whats how which who where when why there here much many about regarding get got gonna going',
    'будет быть нет есть',
    'u ur r im id plz pls thx yep nope',
    'forget lot bit really per each every another else name book reserve',
    'зовут запишите записать записаться забронируйте забронировать отложите оформите приедем приеду придем приду',
  ].join(' '),
};

const stemsOf = (listed: string): readonly string[] =>
  analyzeText(listed).flatMap(({ stem, joint }) => (joint ? [] : [stem]));

let known: ReadonlyMap<string, Role> | undefined;

/** Built for the first question; a stem that two lists contain has the role of the later one. */
const roles = (): ReadonlyMap<string, Role> => {
  known ??= new Map(
    (['filler', 'attribute', 'generic', 'audience', 'unit', 'time'] as const).flatMap((role) =>
      stemsOf(words[role]).map((stem) => [stem, role] as const),
    ),
  );
  return known;
};

const NUMBERS: ReadonlySet<string> = new Set(
  'два две три четыре пять шесть семь восемь девять десять two three four five six seven eight nine ten'.split(' '),
);

const MOST_WORDS = 5000;

const readWord = remember(MOST_WORDS, (word: string): { readonly role: Role; readonly stem: string } => {
  const [term] = analyzeText(word);
  if (!term) return { role: 'filler', stem: '' };
  const listed = roles().get(term.stem);
  if (listed !== undefined) return { role: listed, stem: term.stem };
  if (/^\d+$/.test(word) || NUMBERS.has(word)) return { role: 'number', stem: term.stem };
  return { role: term.stop || isFrameStem(term.stem) ? 'filler' : 'thing', stem: term.stem };
});

/** A word of a question with its place. */
export type QuestionWord = {
  readonly text: string;
  readonly stem: string;
  readonly role: Role;
  readonly start: number;
  readonly end: number;
};

const WORD = /[\p{L}\p{N}]+(?:[-.'’/×:][\p{L}\p{N}]+)*/gu;

/** Returns the words of a text in order. Words that the kind of the question answers are its attributes. */
export const wordsOf = (text: string): readonly QuestionWord[] => {
  const kind = asksKind(text) === undefined ? undefined : askedKind(text);
  return [...text.matchAll(WORD)].map(({ index, 0: written }) => {
    const { role, stem } = readWord(written.toLowerCase());
    const asked = role === 'thing' && kind?.answersWord(stem) === true;
    const meant = NAMES.test(written) ? 'thing' : asked ? 'attribute' : role;
    return { text: written, stem, role: meant, start: index, end: index + written.length };
  });
};

/** Opening hours, rather than a number of hours, and flowers, rather than a color. */
const NAMES = /^(?:часы|hours|цвет(?:ы|ам|ами|ах|очн\p{L}+))$/iu;

/** Names a thing more often than it asks for a contact: "my phone fell in the toilet". */
const CONTACT = /^(?:телефон|позвон|связа|контакт|почт|phone|call|contact|e-?mail)/iu;

/** Returns the words by which a text asks for a price, a time and the like. */
export const asksKind = (text: string): string | undefined => {
  const asked = askedWords(text);
  return asked === undefined || CONTACT.test(asked) ? undefined : asked;
};

/** Whether a text names a thing, rather than only asking something of one. */
export const namesThing = (text: string): boolean => wordsOf(text).some(({ role }) => role === 'thing');

/** Whether a text has a word of this role. */
export const hasRole = (text: string, wanted: Role): boolean => wordsOf(text).some(({ role }) => role === wanted);

/** Returns the words by which a question names its subject, with the numbers that belong to them. */
export const subjectIn = (text: string): string => {
  const found = wordsOf(text);
  const kept = found.filter(({ role }, at) => {
    if (role === 'thing') return true;
    const [before, next] = [found[at - 1], found[at + 1]];
    if (role === 'generic') return [before, next].some((beside) => beside?.role === 'thing');
    if (role === 'audience') return /^(?:для|for)$/iu.test(before?.text ?? '');
    // «болгарка 125», "iphone 12"; «2 часа» is not part of a name.
    return role === 'number' && before?.role === 'thing' && !isCounted(next);
  });
  const named = kept.length > 0 ? kept : found.filter(({ role }) => role === 'generic');
  return named.map((word) => word.text).join(' ');
};

const isCounted = (next: QuestionWord | undefined): boolean =>
  next !== undefined && (next.role === 'unit' || next.role === 'time' || next.role === 'audience');
