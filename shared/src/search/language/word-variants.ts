const LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const RUSSIAN_KEYS = 'ёйцукенгшщзхъфывапролджэячсмитьбю';

const keyMap = new Map(
  [...LATIN_KEYS].flatMap((key, index) => {
    const letter = RUSSIAN_KEYS[index] ?? key;
    return [
      [key, letter],
      [letter, key],
    ] as const;
  }),
);

/** The same keys on the other layout: «ghbdtn» is «привет», «руддщ» is «hello». */
export const swapLayout = (text: string): string =>
  [...text.toLowerCase()].map((letter) => keyMap.get(letter) ?? letter).join('');

const toRussian: readonly (readonly [string, string])[] = [
  ['shch', 'щ'], ['sch', 'щ'], ['zh', 'ж'], ['kh', 'х'], ['ts', 'ц'], ['tz', 'ц'], ['ch', 'ч'], ['sh', 'ш'],
  ['yo', 'е'], ['jo', 'е'], ['yu', 'ю'], ['ju', 'ю'], ['iu', 'ю'], ['ya', 'я'], ['ja', 'я'], ['ia', 'ия'], ['ye', 'е'],
  ['iy', 'ий'], ['yy', 'ый'], ['ph', 'ф'], ['ck', 'к'], ['oo', 'у'],
  ['a', 'а'], ['b', 'б'], ['c', 'к'], ['d', 'д'], ['e', 'е'], ['f', 'ф'], ['g', 'г'], ['h', 'х'], ['i', 'и'], ['j', 'й'],
  ['k', 'к'], ['l', 'л'], ['m', 'м'], ['n', 'н'], ['o', 'о'], ['p', 'п'], ['q', 'к'], ['r', 'р'], ['s', 'с'], ['t', 'т'],
  ['u', 'у'], ['v', 'в'], ['w', 'в'], ['x', 'кс'], ['y', 'ы'], ['z', 'з'], ["'", 'ь'],
]; // biome-ignore format: a table
const toLatin: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
};

/** The word in the other alphabet as people type it («dostavka», «самсунг»); empty for other scripts. */
export const transliterate = (word: string): string => {
  if (/^[а-я]+$/.test(word)) return [...word].map((letter) => toLatin[letter] ?? letter).join('');
  return /^[a-z']+$/.test(word) ? latinToRussian(word) : '';
};

const latinToRussian = (word: string): string => {
  let russian = '';
  for (let at = 0; at < word.length; ) {
    const rule = toRussian.find(([latin]) => word.startsWith(latin, at));
    if (!rule) return '';
    russian += rule[0] === 'y' && /[аеиоуыэюя]$/.test(russian) ? 'й' : rule[1];
    at += rule[0].length;
  }
  return russian;
};
