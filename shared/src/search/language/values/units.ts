/** A unit of measure or a currency. */
export type Unit = {
  /** Follows the number in the joint term: "0.5kg". */
  readonly symbol: string;
  /** The size of the unit in `symbol`s. */
  readonly factor: number;
  /** The stem of the unit's own word, the same in all languages. */
  readonly stem: string;
};

type Row = Unit & {
  /** Stems that mean the unit wherever they occur. */
  readonly words: string;
  /** Abbreviations that mean the unit only after a number. */
  readonly behind: string;
};

const row = (symbol: string, factor: number, stem: string, words: string, behind: string): Row => ({
  symbol,
  factor,
  stem,
  words,
  behind,
});

// Units of time and of people keep the words of each language.
const table: readonly Row[] = [
  row('kg', 1, 'kilogram', 'килограмм kilogramm', 'кг kg кило kilo'),
  row('kg', 0.001, 'gram', 'грамм gramm', 'г гр g gr'),
  row('kg', 0.000001, 'milligram', 'миллиграмм milligramm', 'мг mg'),
  row('t', 1, 'tonn', 'тонн', 'т t'),
  row('lb', 1, 'lb', '', 'lb lbs'),
  row('l', 1, 'liter', 'литр', 'л l'),
  row('l', 0.001, 'millilit', 'миллилитр millilitr', 'мл ml'),
  row('m3', 1, 'm3', '', 'м3 m3 кубм cum кубmeter кубическmeter cubicmeter'),
  row('m', 1, 'meter', 'метр', 'м m'),
  row('m', 0.01, 'centimet', 'сантиметр centimetr', 'см cm'),
  row('m', 0.001, 'millimet', 'миллиметр millimetr', 'мм mm'),
  row('km', 1, 'kilomet', 'километр kilometr', 'км km'),
  row('in', 1, 'inch', 'дюйм', ''),
  row('ft', 1, 'feet', 'foot', 'ft'),
  row('m2', 1, 'm2', '', 'м2 m2 квм кв sqm квmeter квадратнmeter squarmeter'),
  row('sqft', 1, 'sqft', '', 'sqft squarfeet'),
  row('ha', 1, 'hectar', 'гектар', 'га ha'),
  row('min', 1 / 60, 'секунд', '', 'сек'),
  row('min', 1 / 60, 'second', '', 'sec secs'),
  row('min', 1, 'минут', '', 'мин'),
  row('min', 1, 'minut', '', 'min mins'),
  row('min', 60, 'час', '', 'ч'),
  row('min', 60, 'hour', '', 'h hr hrs'),
  row('day', 1, 'ден', '', 'дн дня дней дни'),
  row('day', 1, 'dai', '', 'days'),
  row('week', 1, 'недел', '', 'нед'),
  row('week', 1, 'week', '', 'wk'),
  row('month', 1, 'месяц', '', 'мес'),
  row('month', 1, 'month', '', 'mo'),
  row('year', 1, 'год', '', 'лет'),
  row('year', 1, 'year', '', 'yr yrs'),
  row('people', 1, 'человк', '', 'чел'),
  row('people', 1, 'персон', '', 'перс'),
  row('people', 1, 'гост', '', ''),
  row('people', 1, 'peopl', '', 'pax'),
  row('people', 1, 'person', '', ''),
  row('people', 1, 'guest', '', ''),
  row('pcs', 1, 'штук', '', 'шт'),
  row('pcs', 1, 'piec', '', 'pc pcs'),
  row('kb', 1, 'kilobyt', 'килобайт', 'кб kb'),
  row('mb', 1, 'megabyt', 'мегабайт', 'мб mb'),
  row('gb', 1, 'gigabyt', 'гигабайт', 'гб gb'),
  row('tb', 1, 'terabyt', 'терабайт', 'тб tb'),
  row('mbps', 1, 'megabit', 'мегабит', 'мбит mbit мбитс mbits mbps'),
  row('mbps', 1000, 'gigabit', 'гигабит', 'гбит gbit гбитс gbits gbps'),
  row('w', 1, 'watt', 'ватт', 'вт w'),
  row('w', 1000, 'kilowatt', 'киловатт', 'квт kw'),
  row('kwh', 1, 'kwh', '', 'квтч kwh'),
  row('hp', 1, 'hp', '', 'лс hp'),
  row('mah', 1, 'mah', '', 'мач mah'),
  row('hz', 1, 'hertz', 'герц', 'гц hz'),
  row('hz', 1000000, 'megahertz', 'мегагерц', 'мгц mhz'),
  row('hz', 1000000000, 'gigahertz', 'гигагерц', 'ггц ghz'),
  row('kmh', 1, 'kmh', '', 'кмч kmh kph'),
  row('%', 1, 'percent', 'процент', '% percent'),
  row('rub', 1, 'rubl', 'рубл rub rubl roubl руб', '₽ р rur'),
  row('rub', 1000, 'rubl', '', 'тр'),
  row('usd', 1, 'dollar', 'доллар бакс usd', '$ долл'),
  row('eur', 1, 'euro', 'евр евро eur', '€'),
  row('gbp', 1, 'gbp', '', '£ gbp'),
  row('kzt', 1, 'teng', 'тенг kzt', '₸ тг'),
  row('cny', 1, 'yuan', 'юан cny', '¥'),
];

const magnitudeWords = [
  [1e3, 'тысяч', 'тыс'],
  [1e3, 'thousand', ''],
  [1e6, 'миллион', 'млн'],
  [1e6, 'million', 'mln mn'],
  [1e9, 'миллиард', 'млрд'],
  [1e9, 'billion', 'bln bn'],
] as const;

const unitsBehind = new Map<string, Unit>();
const stems = new Map<string, string>();
for (const { words, behind, ...unit } of table) {
  if (!unitsBehind.has(unit.stem)) unitsBehind.set(unit.stem, unit);
  for (const word of behind.split(' ')) if (word) unitsBehind.set(word, unit);
  for (const word of words.split(' ')) if (word) stems.set(word, unit.stem);
}
for (const [, stem, short] of magnitudeWords) for (const word of short.split(' ')) if (word) stems.set(word, stem);

/** Returns the unit for a sign, an abbreviation or a stem that follows a number. */
export const unitBehind = (word: string): Unit | undefined => unitsBehind.get(word);

/** Returns the canonical stem of a unit: «килограмм» is "kilogram". */
export const unitStem = (stem: string): string | undefined => stems.get(stem);

/** Whether the unit is a currency. */
export const isMoney = ({ symbol }: Unit): boolean => /^(?:rub|usd|eur|gbp|kzt|cny)$/.test(symbol);

/** Multipliers by the stem of the magnitude word. */
export const magnitudes: ReadonlyMap<string, number> = new Map(magnitudeWords.map(([times, stem]) => [stem, times]));

/** Multipliers of abbreviations directly after a number, for money only: "10k". */
export const moneyMagnitudes: ReadonlyMap<string, number> = new Map([
  ['k', 1e3],
  ['к', 1e3],
  ['m', 1e6],
  ['м', 1e6],
  ['b', 1e9],
]);
