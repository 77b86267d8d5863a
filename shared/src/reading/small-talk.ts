import { wholeWords } from '../text/word-pattern.ts';

/**
 * `closing`: nothing more is wanted; `opening`: a question is announced but not asked; `presence`: "is anyone there?";
 * `confused`: the last answer was not understood.
 */
export type SmallTalk =
  | 'greeting'
  | 'thanks'
  | 'bye'
  | 'closing'
  | 'opening'
  | 'presence'
  | 'confused'
  | 'acknowledgement';

const SOMEBODY_RU = 'кто(?:-?\\s?(?:нибудь|либо|то))?';

/** Longer phrases come first, so that a part of one ("не понял") is not matched again ("понял"). */
const patterns: Readonly<Record<SmallTalk, RegExp>> = {
  closing: wholeWords(
    [
      '(?:(?:уже|больше|пока|ничего|всё|все|мне|нам|да|нет)\\s+)*не\\s+(?:надо|нужн[оаы]?|важно|требуется|беспокойтесь|переживайте|хочу)(?:\\s+(?:уже|больше|ничего|пока))*(?!\\s+ли(?!\\p{L}))',
      'неважно|(?:(?:да|нет|больше)\\s+)*ничего(?:\\s+(?:больше|страшного|не надо|не нужно))*|забудь(?:те)?(?:\\s+об этом)?|проехали|отбой',
      '(?:(?:я|мы|уже|всё|все|сам[аи]?|пока|ещё|еще)[\\s,]+)*(?:разобрал(?:ся|ась|ись)|наш[ёе]л|нашл[аи]|передумал[аи]?|подума(?:ю|ем)|дума(?:ю|ем)|обойд(?:усь|[её]мся)|посовету(?:юсь|емся))(?:\\s+(?:сам[аи]?|уже|всё|все|ответ|пока|ещё|еще))*',
      '(?:больше\\s+)?вопрос(?:ов|ы)\\s+(?:больше\\s+|пока\\s+)?(?:нет|не имею)|нет\\s+(?:больше\\s+)?вопросов|вопрос\\s+(?:уже\\s+)?(?:снят|реш[её]н|закрыт|отпал)',
      '(?:это|на этом)\\s+(?:было\\s+)?вс[её]|(?:уже\\s+)?(?:не\\s?актуально|не\\s?интересно|не интересует)',
      "never\\s?mind|nvm|forget (?:about )?(?:it|that)|no need|not (?:needed|necessary|now|yet|really|any\\s?more|today)|don'?t (?:worry|bother)(?: about it)?|no worries|(?:no[, ]+)?nothing(?: else| more)?(?: for now)?",
      "that(?:'?s| is| was| will be|'ll be) (?:all|it|everything)(?: for now| i needed?| i wanted(?: to know)?)?|no (?:more|further|other)? ?questions?|(?:i'?m|i am|we'?re|we are|all) (?:all )?(?:good|fine|set|done)(?: (?:now|for now))?",
      "(?:i'?ll|i will|we'?ll|we will|let me) (?:have to )?(?:think(?: about it| it over)?|get back to you)|(?:still )?thinking(?: about it)?|(?:i |we )?(?:figured it out|found (?:it|out|the answer)|sorted it(?: out)?|changed (?:my|our) minds?)|no longer (?:needed|relevant|interested)|not interested",
    ].join('|'),
    'giu',
  ),
  confused: wholeWords(
    "(?:я\\s+)?не\\s+(?:понял[аи]?|понимаю|понятно|ясно)|непонятно|в смысле|что (?:это значит|(?:вы )?имеете в виду|это такое)|what do you mean|(?:i )?(?:don'?t|do not|didn'?t) (?:understand|get it|follow)|(?:i'?m |i am )?confused|huh|come again|pardon",
    'giu',
  ),
  opening: wholeWords(
    [
      '(?:(?:можно|есть|у меня|у нас|тут|один|ещё|еще|небольшой)\\s+)*(?:вопрос(?:ик)?|спросить|задать вопрос)|(?:подскаж|помоги|помог|проконсультируй)(?:ите|и|те)?|(?:можете|сможете)\\s+(?:мне\\s+)?(?:помочь|подсказать)|нужна\\s+(?:ваша\\s+)?(?:помощь|консультация)|(?:(?:можно|давайте|а)\\s+)*(?:по-(?:русски|английски)|на (?:русском|английском))',
      "(?:can|could|may) i ask(?: you)?(?: (?:a|one|some))?(?: quick)?(?: question|thing|something)?|(?:i (?:have|got)|i'?ve got) (?:a|one|some|another|a few) (?:quick )?questions?|(?:quick|one) question|(?:(?:can|could) (?:you|u|anyone|someone) )?(?:please )?help(?: me| us)?(?: out)?|i need (?:some |your )?help|(?:(?:can|could) (?:we|you|i) )?(?:speak |write |talk )?(?:in )?(?:english|russian) please",
    ].join('|'),
    'giu',
  ),
  presence: wholeWords(
    [
      `ал+о+|ау|(?:вы|ты)\\s+(?:ещё\\s+)?(?:тут|здесь|там|на связи)|есть\\s+(?:тут\\s+|здесь\\s+)?${SOMEBODY_RU}(?:\\s+(?:тут|здесь|там|дома|на связи))?|${SOMEBODY_RU}\\s+(?:есть|тут|здесь|дома)`,
      '(?:is\\s+)?(?:anyone|anybody|someone|somebody)(?: (?:there|here|around|home|online))?|(?:are )?(?:you|u) (?:still )?(?:there|here|online|around)',
    ].join('|'),
    'giu',
  ),
  thanks: wholeWords(
    [
      '(?:(?:большое|огромное)\\s+)?(?:спасиб\\p{L}*|пасиб\\p{L}*|спс|благодар(?:ю|им))(?:\\s+(?:большое|огромное|вам|тебе|за\\s+(?:(?:ваш[уеи]?|быстрый|подробный|хороший|удел[её]нное)\\s+)?(?:помощь|ответы?|информацию|консультацию|внимание|время|вс[её])))*',
      '(?:many )?(?:thanks?|thx|tnx|thanx|tysm|ty|cheers)(?: (?:you|u|very much|so much|a lot|in advance|again|mate|man|guys|for (?:(?:your|the|all|all the|this|that|quick|fast|a|getting back) )*(?:help(?:ing)?|answers?|answering|reply|response|info(?:rmation)?|time|support|everything)))*|(?:i )?(?:really )?appreciate (?:it|that|your help)|(?:much )?appreciated',
      "(?:вы|ты)\\s+(?:очень\\s+|такой\\s+|такая\\s+|просто\\s+)?(?:мил(?:ый|ая|ые)|лучш(?:ий|ая|ие)|супер|кл[ао]с+н(?:ый|ая|ые)|молод(?:ец|цы))|молод(?:ец|цы)|умниц[аы]|you(?:'?re| are) (?:so |very |really )?(?:great|awesome|amazing|the best|kind|helpful|nice|lovely)|good job|well done",
    ].join('|'),
    'giu',
  ),
  bye: wholeWords(
    'до (?:свидания|встречи|связи|завтра)|всего (?:доброго|хорошего|наилучшего)|(?:хорошего|удачного|приятного) (?:вам )?(?:дня|вечера|выходных)|(?:спокойной|доброй) ночи|пока(?:-пока)?|чао|good ?bye|bye(?:[ -]?bye)?|cya|see (?:you|ya|u)(?: (?:later|soon|then|tomorrow))?|take care|good night|have a (?:nice|good|great|lovely) (?:day|one|evening|weekend)',
    'giu',
  ),
  greeting: wholeWords(
    'здравствуй(?:те)?|здрас(?:ь?те|ти)|здаров\\p{L}*|добр(?:ый|ое|ого) (?:день|вечер|утро|дня|времени суток|вечера|утра)|доброго(?: времени суток)?|добрый|привет(?:ствую|ик|ики|ы)?|хай|хелл?оу?|салют|как (?:дела|жизнь|поживаете|настроение)|how are (?:you|u)(?: doing)?(?: today)?|how.?s it going|what.?s up|hiya|howdy|yo|(?:hello|hi|hey+)(?: there| all| guys)?|good (?:morning|afternoon|evening|day)|greetings|start',
    'giu',
  ),
  acknowledgement: wholeWords(
    'ок(?:ей|и)?|хорошо|понятно|понял[аи]?|принял[аи]?|ясно|да|нет|(?:буду )?ждать|жд(?:у|[её]м)(?: ответа)?|(?:мне |нам )?(?:подходит|устраивает)|отлично|замечательно|прекрасно|здорово|супер|круто|вау|ого|ладно|ладушки|договорились|угу|ага|понятненько|ясненько|ясн|пон|поня|вас понял[аи]?|всё ясно|все ясно|вс[её] понятно|окок|оке|окич|лады|добро|принято|учту|учт[её]м|буду знать|будем знать|бывает|жаль|жалко|хорошечно|неплохо|годится|пойд[её]т|логично|разумеется|конечно|точно|именно|верно|класс|норм(?:ально)?|лол|ой|(?:а?ха){2,}\\p{L}*|(?:хе){2,}|(?:хи){2,}|х?м{2,}|хм|эм+|ok(?:ay|ey)?|oki(?:e|doke|e dokie)?|okey[ -]?dokey|kk?|got(?:cha|chu| it| that| you)|roger(?: that)?|copy that|righto|right|alrighty|cheers mate|makes sense|fair enough|good to know|duly noted|good stuff|brill(?:iant)?|lovely|super|neat|sweet|excellent|fab|ta|word|bet|aha|mhm|uh[- ]huh|oh well|no problem|np|that.?s (?:fine|great|good|perfect|ok|okay|helpful|a shame)|too bad|shame|i see|fine|great|nice|awesome|wonderful|sure|yes|yeah|yup|no|nope|yep|perfect|understood|noted|al?right(?:y)?|cool|wow|sounds good|that(?: works|.d be great| would be great)|works for me|(?:i.ll )?wait(?:ing)?|(?:ha){2,}h?|(?:he){2,}|lol|lmao|h+m+|oh|ah',
    'giu',
  ),
};

/** Priority of the kinds if a text has several: "Привет, спасибо" counts as thanks. */
const deciding: readonly SmallTalk[] = [
  'thanks',
  'bye',
  'closing',
  'confused',
  'opening',
  'presence',
  'greeting',
  'acknowledgement',
];

/** Words around contact details and pleasantries that ask nothing by themselves. */
const FILLERS = wholeWords(
  "мой|моя|мо[её]|мои|наш[аие]?|меня|мне|нас|нам|я|мы|вы|вам|это|зовут|из|от|на|в|с|к|и|а|или|до|по|для|около|примерно|будет|вот|пожалуйста|человек|гостей|связи|уважением|очень|срочно|скорее|быстрее|надо|большое|my|our|is|am|i|we|['’]m|m|from|at|of|on|in|the|a|an|and|or|for|to|up|around|about|this|it|here|you|your|me|us|please|best|kind|regards|are|there|will|be|have|s|so|very|much|well|asap|urgently?|то|же|ну|если|что|ещё|еще|напишу|позже",
  'giu',
);
/** Words that label a detail given beside them; alone ("адрес?") they ask for one. */
const LABELS = wholeWords(
  'имя|телефон\\p{L}*|тел|номер|моб|мобильный|почта|почту|мейл|имейл|емейл|e-?mail|mail|адрес|контакт\\p{L}*|бюджет\\p{L}*|дата|компани[яию]|фирма|записывайте|запишите|пишите|phone|number|tel|cell|mobile|address|company|budget|date|name',
  'giu',
);

/** The kind of small talk, whether it greets, and what remains of the text. */
export type Smalltalk = { readonly kind?: SmallTalk; readonly greets: boolean; readonly rest: string };

/** Removes pleasantries and filler words from a text; `rest` is what may be a question. */
export const readSmallTalk = (text: string, tellsDetails: boolean): Smalltalk => {
  const found = new Set<SmallTalk>();
  let rest = text.replaceAll('’', "'");
  for (const [kind, pattern] of entries) {
    const without = rest.replace(pattern, ' ');
    if (without !== rest) found.add(kind);
    rest = without;
  }
  const kind = deciding.find((one) => found.has(one));
  for (const pattern of tellsDetails ? [LABELS, FILLERS] : [FILLERS]) rest = rest.replace(pattern, ' ');
  rest = rest.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return { ...(kind ? { kind } : {}), greets: found.has('greeting'), rest };
};

const order: readonly SmallTalk[] = [
  'closing',
  'confused',
  'opening',
  'presence',
  'thanks',
  'bye',
  'greeting',
  'acknowledgement',
];
const entries = order.map((kind) => [kind, patterns[kind]] as const);
