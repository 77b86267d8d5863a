/** Adversarial texts by name, each of about this many characters and the same at each call. */
export type NastyText = { readonly name: string; readonly make: (length: number) => string };

const repeated = (piece: string, before = '', behind = ''): NastyText => ({
  name: JSON.stringify(`${before}${piece}…${behind}`),
  make: (length) => before + piece.repeat(Math.ceil(length / piece.length)).slice(0, length) + behind,
});

/** Letters of an alphabet in pseudorandom order. */
const mixed = (alphabet: string, before = '', behind = ''): NastyText => ({
  name: JSON.stringify(`${before}[${alphabet.slice(0, 20)}]…${behind}`),
  make: (length) => {
    const letters = [...alphabet];
    let state = 12_345;
    const next = (): string => {
      // Numerical Recipes' linear congruential generator.
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return letters[Math.floor((state / 2 ** 32) * letters.length)] ?? '';
    };
    return before + Array.from({ length }, next).join('') + behind;
  },
});

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export const nastyTexts: readonly NastyText[] = [
  ...[...'aя7 @["`|#\n\t-_*.,:;!?/\\<(>)$%\'«\u00a0\u0301\u200b\u0000😀'].map((one) => repeated(one)),
  repeated(' ', '# x', 'x'),
  repeated(' #', '# ', 'x'),
  repeated(' ', '# ', '\u2028'),
  repeated('[](', '# '),
  repeated('[', '# '),
  repeated(' \t\n'),
  repeated('\r\n\r\n \n'),
  repeated('> '),
  repeated('```\n'),
  repeated('| a '),
  repeated('"a;b\n'),
  repeated('"a\nb",', 'question,answer\n'),
  repeated('a,"b\n'),
  repeated('"a""b,'),
  repeated(',', 'question,answer\n'),
  repeated('a: b\n', '---\n'),
  repeated('-\n-', '---\n'),
  repeated('a. '),
  repeated('a.b@'),
  repeated('http://a'),
  repeated('www.'),
  repeated('1.2.'),
  repeated('1 000 '),
  repeated('+7 (999) '),
  repeated('сто двадцать '),
  repeated('не пиши больше сообщения '),
  repeated('for \t'),
  repeated(',ок'),
  repeated('Анна Иванова '),
  repeated('А.Б. '),
  repeated('акци'),
  repeated('aB1-'),
  repeated('½'),
  repeated('120 000 ₽, '),
  repeated('от 5 до 10 000 руб скидка '),
  repeated('| Зал | 120 000 ₽ |\n'),
  repeated('1 2 3 4 '),
  repeated('скидка 9 %, товар вдвое дешевле и бесплатно. '),
  repeated('товар о котором много слов стоит итого 777 ₽. '),
  mixed('abcdefghijklmnop'),
  mixed('абвгдежзиклмн'),
  mixed(BASE64, '![picture](data:image/png;base64,', ')'),
  mixed(' \n"@.,#-[]()1aя`|>:;'),
  mixed('"\n,a'),
  mixed(' aя1'),
];
