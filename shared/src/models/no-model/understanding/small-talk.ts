import { wholeWords } from './word-pattern.ts';

export type SmallTalk = 'greeting' | 'thanks' | 'bye' | 'acknowledgement';

/** In the order that decides what a text of several is: "Привет, спасибо" is thanked for. */
const kinds: readonly (readonly [SmallTalk, RegExp])[] = [
  [
    'thanks',
    wholeWords(
      '(?:большое\\s+|огромное\\s+)?спасибо(?:\\s+(?:большое|вам|огромное))?|благодарю|thanks?(?: you)?(?: very much| so much| a lot)?|thx|cheers',
      'giu',
    ),
  ],
  [
    'bye',
    wholeWords(
      'до свидания|до встречи|всего (?:доброго|хорошего)|хорошего (?:дня|вечера)|пока|good ?bye|bye(?: bye)?|see you|have a (?:nice|good|great) (?:day|one|evening)',
      'giu',
    ),
  ],
  [
    'greeting',
    wholeWords(
      'здравствуй(?:те)?|добр(?:ый|ое|ого) (?:день|вечер|утро|дня|времени суток|вечера|утра)|привет(?:ствую|ик)?|доброго времени суток|как (?:дела|жизнь|поживаете)|how are you(?: doing)?(?: today)?|how.?s it going|what.?s up|(?:hello|hi|hey)(?: there)?|good (?:morning|afternoon|evening|day)|greetings|start',
      'giu',
    ),
  ],
  [
    'acknowledgement',
    wholeWords(
      'ок(?:ей)?|хорошо|понятно|понял[аи]?|ясно|да|нет|отлично|супер|ладно|договорились|угу|ага|класс|ok(?:ay)?|got it|i see|fine|great|sure|yes|no|nope|yep|perfect|understood|alright|cool',
      'giu',
    ),
  ],
];

/** Words around contact details and pleasantries that ask nothing by themselves. */
const FILLERS = wholeWords(
  "мой|моя|мо[её]|мои|наш[аие]?|меня|мне|нас|нам|я|мы|вы|вам|это|зовут|имя|телефон\\p{L}*|тел|номер|моб|мобильный|почта|почту|мейл|имейл|емейл|e-?mail|mail|адрес|контакт\\p{L}*|бюджет\\p{L}*|дата|компани[яию]|фирма|из|от|на|в|с|к|и|а|или|до|по|для|около|примерно|будет|вот|пожалуйста|человек|гостей|записывайте|запишите|пишите|связи|уважением|очень|большое|my|our|name|is|am|i|we|['’]m|m|phone|number|tel|cell|mobile|address|company|budget|date|from|at|of|on|in|the|a|an|and|or|for|to|up|around|about|this|it|here|you|your|me|us|please|best|kind|regards|are|there|bot|бот|will|be|have|s|so|very|much|well|то|же|ну|если|что|напишу|позже",
  'giu',
);

export type Smalltalk = { readonly kind?: SmallTalk; readonly greets: boolean; readonly rest: string };

/** Takes pleasantries and filler words out of a text; `rest` is what may be a question. */
export const readSmallTalk = (text: string): Smalltalk => {
  const found = kinds.filter(([, pattern]) => text.search(pattern) >= 0).map(([kind]) => kind);
  const rest = [...kinds.map(([, pattern]) => pattern), FILLERS]
    .reduce((remaining, pattern) => remaining.replace(pattern, ' '), text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return { ...(found[0] ? { kind: found[0] } : {}), greets: found.includes('greeting'), rest };
};
