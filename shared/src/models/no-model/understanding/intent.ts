import { wholeWords } from './word-pattern.ts';

const PERSON_RU =
  '(?:жив(?:ого|ым|ой|ому)\\s+)?(?:человек(?:а|ом|у)?|менеджер(?:а|ом|у)?|оператор(?:а|ом|у)?|консультант(?:а|ом|у)?|специалист(?:а|ом|у)?|сотрудник(?:а|ом|у)?|администратор(?:а|ом|у)?|руководител(?:я|ем|ю)|живым|живого)';
const PERSON_EN =
  '(?:(?:real|live|actual|human)\\s+)*(?:human|person|operator|manager|representative|rep|agent|someone|somebody|consultant|supervisor|specialist)';
const FREE_RU =
  '(?:(?:пожалуйста|мне|меня|нас|мы|я|бы|с|со|к|на|вашего|вашим|вашему|кого-нибудь|какого-нибудь|лучше|сразу|уже)[\\s,]+){0,4}';
const FREE_EN = '(?:(?:me|us|to|with|a|an|the|your|some|please|through|over)[\\s,]+){0,4}';

const personRequests: readonly RegExp[] = [
  wholeWords(
    `(?:позов\\p{L}+|позвать|соедин\\p{L}+|переключ\\p{L}+|перевед\\p{L}+|подключ\\p{L}+|приглас\\p{L}+|дайте|дай|свяж\\p{L}+|связаться|поговорить|пообщаться|переговорить|переведите|передайте|пусть\\s+(?:ответит|позвонит|напишет))[\\s,]+${FREE_RU}${PERSON_RU}`,
  ),
  wholeWords(
    `(?:нужен|нужна|хочу|хотел\\p{L}*|можно|требую|требуется)\\s+${FREE_RU}(?:${PERSON_RU}|живой человек|оператор|менеджер)(?=\\s*(?:,?\\s*(?:пожалуйста|срочно)\\s*)?(?:$|[.!?]))`,
  ),
  wholeWords(`(?:нужен|хочу|дайте)\\s+живо(?:й|го)\\s+\\p{L}+`),
  wholeWords(
    '(?:перезвоните|позвоните|наберите|перезвони|позвони)(?:\\s+(?:мне|нам|пожалуйста|завтра|сегодня|по|на)|(?=\\s*(?:$|[.!?,])))',
  ),
  wholeWords(`(?:talk|speak|chat|connect|transfer|switch|put|get|call|escalate)[\\s,]+${FREE_EN}${PERSON_EN}`),
  wholeWords(
    `(?:need|want|give me|i'd like|prefer)\\s+(?:a|an|the|some)\\s+(?:real|live|actual)?\\s*(?:human|operator|representative|real person|live agent|live person)`,
  ),
  wholeWords('(?:call|phone|ring)\\s+(?:me|us)\\s*(?:back|please)?|give (?:me|us) a call'),
];
/** The whole message is but the word. */
const ONE_WORD =
  /^\s*(?:живой\s+)?(?:оператора?|менеджера?|человека?|консультанта?|operator|human|agent|manager|representative|real person|live agent)(?:\s*,?\s*(?:пожалуйста|please))?\s*[.!?]*\s*$/iu;
const NEGATED =
  /(?:^|[^\p{L}])(?:не|нет|don['’]?t|do not|no|not|without|never)(?:\s+(?:надо|нужно|стоит|хочу|need|want|have|to|mind))*\s*$/iu;
const matchesUnlessNegated = (text: string, patterns: readonly RegExp[]): boolean =>
  patterns.some((pattern) => {
    const match = pattern.exec(text);
    return match !== null && !NEGATED.test(text.slice(0, match.index));
  });

/** The customer asks for a person instead of a machine, or to be called. */
export const asksForPerson = (text: string): boolean =>
  ONE_WORD.test(text) || matchesUnlessNegated(text, personRequests);

const ABOUT_BOT = wholeWords(
  '(?:вы|ты|это|здесь|тут)\\s+(?:там\\s+|точно\\s+|правда\\s+|случайно\\s+|вообще\\s+|не\\s+|что\\s+){0,3}(?:бот|робот|автоответчик|нейросеть|программа|живой|человек|настоящий человек)(?=[\\s,]*(?:человек|или|отвечает)?[^.!\\n]{0,20}\\?)|бот\\s+(?:или|отвечает)|с кем я (?:говорю|общаюсь|разговариваю|переписываюсь)|(?:are you|is this|am i (?:talking|speaking|chatting) (?:to|with))\\s+(?:a|an|really|actually)?\\s*(?:(?:real|actual|live|human)\\s+)?(?:bot|robot|machine|human|person|ai|computer|chatbot)',
);

/** The customer wants to know whether a machine answers. */
export const asksAboutBot = (text: string): boolean => ABOUT_BOT.test(text);

const angerSigns: readonly RegExp[] = [
  wholeWords(
    'безобрази\\p{L}+|возмутительно|возмущ[её]н\\p{L}*|отвратительн\\p{L}+|кошмар\\p{L}*|хамство|хамите|позорище|обманули|обманываете|мошенник\\p{L}*|развод(?:ите|илово)|верните\\s+(?:мне\\s+|мои\\s+|наши\\s+)?деньги|достали|задолбали|надоели|бесит|бесите|издеваетесь|сколько можно|ужасн(?:ый|ое|ая) (?:сервис|обслуживание|качество|компания|отношение)|это (?:просто )?ужас|худш(?:ий|ее|ая)|(?:второй|третий|четв[её]ртый|пятый|десятый|сотый|который)\\s+(?:уже\\s+)?раз\\s+(?:вам\\s+)?(?:пишу|звоню|спрашиваю|прошу)|дура(?:к|ки|цкий|цкая)|идиот\\p{L}*|дебил\\p{L}*|кретин\\p{L}*|придур\\p{L}+|тупые|буду жаловаться|напишу жалобу|пожалуюсь|подам в суд',
  ),
  wholeWords(
    "unacceptable|ridiculous|outrageous|disgusting|furious|fed up|sick of (?:this|you|your)|scam(?:mers?)?|rip[- ]?off|worst (?:service|experience|company|support)|terrible (?:service|experience|support|company)|awful (?:service|experience|support)|horrible (?:service|experience|support)|i['’]?a?m (?:so |very |really )?angry|want my money back|give me my money back|waste of (?:time|money)|(?:useless|stupid|dumb) (?:bot|robot|service|support|people|company)|idiots?|morons?|you(?:['’]re| are) (?:all )?(?:stupid|dumb|useless)|report you|sue you|file a complaint",
  ),
];

/** Anger in plain words. Loud punctuation alone is no sign of it. */
export const soundsAngry = (text: string): boolean => matchesUnlessNegated(text, angerSigns);

const PRICE = wholeWords(
  'сколько\\s+(?:это\\s+|будет\\s+|у вас\\s+|бы\\s+)*сто[ияе]\\p{L}*|сколько будет|стоимост\\p{L}+|цен[аыуе]|цены|расценк\\p{L}+|прайс\\p{L}*|тариф\\p{L}*|почём|почем|how much|price\\p{L}*|pricing|cost|costs|quote|quotation|rates?',
);

export const asksForPrice = (text: string): boolean => PRICE.test(text);

const DECLINES = wholeWords(
  "(?:уже\\s+)?(?:не интересно|неинтересно|не актуально|неактуально|передумал\\p{L}*|отказываюсь|отказываемся|не пишите|не беспокойте|отпишите)|нашли (?:другого|других|другую)|выбрали друг\\p{L}+|not interested|no longer interested|changed (?:my|our) minds?|went with (?:someone|another)|unsubscribe|stop (?:writing|messaging)|don['’]?t contact",
);

/** The customer says no to the deal. */
export const declinesDeal = (text: string): boolean => DECLINES.test(text);
