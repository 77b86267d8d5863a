import { sentencesOf } from '../search/language/sentences.ts';
import { wholeWords } from '../text/word-pattern.ts';
import { isQuestion } from './asking.ts';

const PERSON_RU =
  '(?:жив(?:ого|ым|ой|ому)\\s+)?(?:человек(?:а|ом|у)?|менеджер(?:а|ом|у)?|оператор(?:а|ом|у)?|консультант(?:а|ом|у)?|специалист(?:а|ом|у)?|сотрудник(?:а|ом|у)?|администратор(?:а|ом|у)?|руководител(?:я|ем|ю)|начальник(?:а|ом|у)?|начальство|директор(?:а|ом|у)?|старш(?:его|им|ему)|коллег(?:у|ой)|живым|живого)';
const SOMEBODY_RU = '(?:кто|кого|кем|кому)-?\\s?(?:нибудь|либо|то)(?:\\s+из\\s+\\p{L}+)?';
const PERSON_EN =
  '(?:(?:real|live|actual|human)\\s+)*(?:human|person|operator|manager|representative|rep|agent|someone|somebody|consultant|supervisor|specialist|boss|colleague|technician|owner|receptionist|doctor|nurse|anyone|anybody|staff|real people|people)';
const BOT = '(?:бот|робот|машин|автоответчик|программ|нейросет)\\p{L}*';
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
  wholeWords(
    `(?:поговорить|пообщаться|связаться|переговорить|обсудить)\\s+(?:(?:это|тут|здесь|с|со)\\s+){0,2}${SOMEBODY_RU}|(?:с|со)\\s+${SOMEBODY_RU}\\s+(?:\\p{L}+\\s+){0,2}(?:поговорить|пообщаться|связаться|переговорить)`,
  ),
  wholeWords(
    `${SOMEBODY_RU}\\s+жив(?:ого|ой|ым|ому)|(?:мне|нам)\\s+бы\\s+жив(?:ого|ым)|${SOMEBODY_RU}\\s+(?:может|сможет|мог бы)\\s+(?:мне\\s+|нам\\s+)?(?:ответить|помочь|позвонить|перезвонить)`,
  ),
  wholeWords(`(?:не\\s+(?:хочу|хотим|буду|желаю)|надоело)\\s+(?:\\p{L}+\\s+){0,2}(?:с|со)\\s+(?:\\p{L}+\\s+)?${BOT}`),
  wholeWords(
    'пусть\\s+(?:\\p{L}+(?:-\\p{L}+)?\\s+){0,2}(?:ответит|позвонит|перезвонит|напишет|свяжется|набер[её]т)|свяжитесь\\s+(?:со\\s+мной|с\\s+нами)|жд(?:у|[её]м)\\s+(?:вашего\\s+|обратного\\s+|от\\s+вас\\s+)?звонка',
  ),
  wholeWords(`${PERSON_RU}\\s+(?:мне\\s+|сюда\\s+)?(?:позов\\p{L}+|пригласите|дайте)`),
  wholeWords(`(?:talk|speak|chat|connect|transfer|switch|put|get|call|escalate)[\\s,]+${FREE_EN}${PERSON_EN}`),
  wholeWords(
    `(?:need|want|give me|i'd like|prefer)\\s+(?:a|an|the|some)\\s+(?:(?:real|live|actual)\\s*)?(?:human|operator|representative|real person|live agent|live person)`,
  ),
  wholeWords(
    "(?:anyone|someone|somebody|anybody|a (?:real )?(?:person|human))\\s+(?:that\\s+)?(?:i|we)\\s+(?:can|could)\\s+(?:talk|speak|chat)|(?:don['’]?t|do not|won['’]?t)\\s+(?:want|like|wish|wanna)\\s+(?:to\\s+)?(?:talk|speak|chat|deal)\\p{L}*\\s+(?:to|with)\\s+(?:a|an|the|this|your)?\\s*(?:bot|robot|machine|ai|computer|chatbot)s?",
  ),
  wholeWords(
    '(?:get in touch with|contact|reach out to)\\s+(?:me|us)|(?:can|could)\\s+(?:(?:a|some|any|your)\\s*(?:one|body|colleagues?|person|human|manager|staff)\\s+)(?:please\\s+)?(?:help|call|answer|contact)\\s+(?:me|us)',
  ),
  wholeWords('who (?:do|can|should|could) (?:i|we) (?:talk|speak|write|turn) to|actual human'),
  wholeWords('(?:call|phone|ring)\\s+(?:me|us)\\s*(?:back|please)?|give (?:me|us) a call'),
];
/** The word is the whole message. */
const ONE_WORD =
  /^\s*(?:живой\s+)?(?:оператора?|менеджера?|человека?|консультанта?|operator|human|agent|manager|representative|real person|live agent)(?:\s*(?:,\s*)?(?:пожалуйста|please))?[\s.!?]*$/iu;
const NEGATED =
  /(?:^|[^\p{L}])(?:не|нет|don['’]?t|do not|no|not|without|never)(?:\s+(?:надо|нужно|стоит|хочу|need|want|have|to|mind))*\s*$/iu;
const matchesUnlessNegated = (text: string, patterns: readonly RegExp[]): boolean =>
  patterns.some((pattern) => {
    const match = pattern.exec(text);
    return match !== null && !NEGATED.test(text.slice(0, match.index));
  });

/** Whether the customer asks for a person instead of a machine, or asks to be called. */
export const asksForPerson = (text: string): boolean =>
  ONE_WORD.test(text) || matchesUnlessNegated(text, personRequests);

const ABOUT_BOT = wholeWords(
  [
    '(?:вы|ты|это|здесь|тут)\\s+(?:там\\s+|точно\\s+|правда\\s+|случайно\\s+|вообще\\s+|не\\s+|что\\s+){0,3}(?:бот|робот|автоответчик|нейросеть|программа|человек|ии|gpt|chat\\s?gpt|чат\\s?gpt)(?=[\\s,]*(?:человек|или|отвечает|люди)?(?:[^.!\\n]{0,20}\\?|\\s*[.!]*\\s*$))',
    '(?:вы|ты|это|здесь|тут)\\s+(?:там\\s+|точно\\s+|правда\\s+|вообще\\s+|не\\s+){0,3}(?:жив(?:ой|ая|ые)|настоящ(?:ий|ая|ие)|реальн(?:ый|ая|ые))(?:\\s+(?:человек|люди))?(?:\\s+отвечает)?(?=\\s*(?:$|[?!.,]|или))',
    'бот\\s+(?:или|отвечает)|с кем я (?:говорю|общаюсь|разговариваю|переписываюсь)|(?:ты|вы)\\s+кто|кто\\s+(?:ты|вы)(?:\\s+так(?:ой|ая|ие))?|как\\s+(?:тебя|вас)\\s+зовут|что\\s+(?:(?:ты|вы)\\s+)?(?:умее(?:шь|те)|делаешь)(?=\\s*(?:$|[?!.]))',
    '(?:есть|здесь|тут|у вас|там)\\s+(?:\\p{L}+\\s+){0,2}(?:жив(?:ой|ые)(?:\\s+(?:люди|человек))?|люди)(?:\\s+(?:есть|тут|здесь))?(?=\\s*(?:$|[?!.]))|люди\\s+(?:у вас\\s+|тут\\s+|здесь\\s+)?есть(?=\\s*(?:$|[?!.]))',
    "(?:are (?:you|u)|r (?:you|u)|is this|am i (?:talking|speaking|chatting) (?:to|with))\\s+(?:a|an|really|actually|even|just)?\\s*(?:(?:real|actual|live|human)\\s+)?(?:bot|robot|machine|human|person|ai|computer|chatbot|chat\\s?gpt|gpt|automated|real(?=\\s*(?:$|[?!.])))|is there (?:a|an|any)\\s+(?:(?:real|actual|live)\\s+)?(?:human|person|people)(?=\\s*(?:here|there|behind|$|[?!.]))|who are you|what are you(?=\\s*(?:$|[?!.]))|what can you do(?=\\s*(?:$|[?!.]))|what(?:['’]?s| is) your name|who am i (?:talking|speaking|chatting) (?:to|with)",
  ].join('|'),
);

/** Whether the customer asks if a machine answers, or who does. */
export const asksAboutBot = (text: string): boolean => ABOUT_BOT.test(text);

const angerSigns: readonly RegExp[] = [
  wholeWords(
    'безобрази\\p{L}+|возмутительно|возмущ[её]н\\p{L}*|отвратительн\\p{L}+|кошмар\\p{L}*|хамство|хамите|позорище|обманули|обманываете|мошенник\\p{L}*|развод(?:ите|илово)|верните\\s+(?:мне\\s+|мои\\s+|наши\\s+)?деньги|достали|задолбали|надоели|бесит|бесите|издеваетесь|сколько можно|ужасн(?:ый|ое|ая) (?:сервис|обслуживание|качество|компания|отношение)|это (?:просто )?ужас|худш(?:ий|ее|ая)|(?:второй|третий|четв[её]ртый|пятый|десятый|сотый|который)\\s+(?:уже\\s+)?раз\\s+(?:вам\\s+)?(?:пишу|звоню|спрашиваю|прошу)|дура(?:к|ки|цкий|цкая)|идиот\\p{L}*|дебил\\p{L}*|кретин\\p{L}*|придур\\p{L}+|тупые|буду жаловаться|напишу жалобу|пожалуюсь|подам в суд',
  ),
  wholeWords(
    "unacceptable|ridiculous|outrageous|disgusting|furious|fed up|sick of (?:this|you|your)|scam(?:mers?)?|rip[- ]?off|worst (?:service|experience|company|support)|terrible (?:service|experience|support|company)|awful (?:service|experience|support)|horrible (?:service|experience|support)|i['’]?a?m (?:so |very |really )?angry|want my money back|give me my money back|waste of (?:time|money)|(?:useless|stupid|dumb) (?:bot|robot|service|support|people|company)|idiots?|morons?|you(?:['’]re| are) (?:all )?(?:stupid|dumb|useless)|report you|sue you|file a complaint",
  ),
];

/** Rude words count only on their own; beside a question they are a manner of speaking. */
const RUDE = wholeWords(
  '(?:полный\\s+|какой-то\\s+)?бред(?:\\s+какой-то)?|отстой|чушь|хрен\\p{L}*|нахрен|нафиг|говн\\p{L}+|бля(?:дь|ть|ха)?|пизд\\p{L}+|[её]б[ауё]\\p{L}+|ху[йёея]\\p{L}*|сволоч\\p{L}+|(?:вы\\s+)?(?:там\\s+)?(?:уснули|оглохли|ослепли|вымерли)|wtf|(?:you|this|it) sucks?|bullshit|fuck\\p{L}*|shit\\p{L}*|asshole\\p{L}*|what the (?:hell|heck)|screw you',
);
const ANGRY_FACE = /[\u{1F621}\u{1F620}\u{1F92C}\u{1F47F}\u{1F4A9}\u{1F595}]/u;

/**
 * Whether the text expresses anger in plain words or by an emoji alone. Repeated punctuation is not a sign of anger.
 */
export const soundsAngry = (text: string): boolean => {
  if (matchesUnlessNegated(text, angerSigns)) return true;
  if (!/[\p{L}\p{N}]/u.test(text)) return ANGRY_FACE.test(text);
  return RUDE.test(text) && !asksAnything(text);
};

const asksAnything = (text: string): boolean => sentencesOf(text).some(({ value }) => isQuestion(value));

const PRICE = wholeWords(
  'сколько\\s+(?:это\\s+|будет\\s+|у вас\\s+|бы\\s+)*сто[ияе]\\p{L}*|сколько будет|стоимост\\p{L}+|цен[аыуе]|цены|расценк\\p{L}+|прайс\\p{L}*|тариф\\p{L}*|почём|почем|how much|price\\p{L}*|pricing|cost|costs|quote|quotation|rates?',
);

/** Whether the customer asks for a price. */
export const asksForPrice = (text: string): boolean => PRICE.test(text);

const DECLINES = wholeWords(
  "(?:уже\\s+)?(?:не интересно|неинтересно|не актуально|неактуально|передумал\\p{L}*|отказываюсь|отказываемся|не пишите|не беспокойте|отпишите)|нашли (?:другого|других|другую)|выбрали друг\\p{L}+|not interested|no longer interested|changed (?:my|our) minds?|went with (?:someone|another)|unsubscribe|stop (?:writing|messaging)|don['’]?t contact",
);

/** Whether the customer declines the deal. */
export const declinesDeal = (text: string): boolean => DECLINES.test(text);

const DEAR = wholeWords(
  [
    'дорог(?:о|овато|ущ[ие]й)|дороговат\\p{L}+|недешево|дорого\\p{L}*|кусается|кусаются|кусачие|конски\\p{L}+|завышен\\p{L}*|заоблачн\\p{L}+|грабеж|грабёж|обдираловка|ценник\\p{L}? (?:жесть|ого|космос|\\p{L}+)|не по карману|не потян(?:у|ем)|космические цены|цены? (?:космос|жесть|ого)',
    'дешевле (?:у|в|на|за)?|(?:у|в|на)\\s+(?:\\p{L}+\\s+){0,3}(?:дешевле|за \\p{L}+ делали)|(?:скинете|скинуть|скиньте|уступите|уступить|подвиньтесь|подвинетесь|сбавьте|торг (?:уместен|возможен)|поторгу\\p{L}+)|(?:можно|давайте|сделайте|сделаете|отдадите)\\s+(?:\\p{L}+\\s+)?подешевле|(?:сделайте|сделаете|дайте|дадите)\\s+(?:\\p{L}+\\s+)?скидк\\p{L}+|скидк\\p{L}+\\s+(?:сделаете|дадите|сделайте)|дешевле (?:можно|никак|не будет|сделаете)',
    "(?:too|so|very|bit|quite|pretty|way|rather) (?:too )?(?:expensive|pricey|steep|dear|much money|costly)|a lot of money|it['’]?s a lot(?! of)|(?:expensive|pricey|overpriced|steep|rip[- ]?off|daylight robbery|extortionate)|(?:is|are|that['’]?s) (?:nuts|insane|crazy|ridiculous|outrageous|mad)|cheaper (?:elsewhere|at|on|down|up|somewhere)|(?:for|does it for|do it for|charges?|is only|is) (?:half|less)|(?:better|lower|best) (?:price|deal|offer)|do (?:any )?better on (?:the )?price|knock (?:\\p{L}+\\s+)?off|(?:can['’]?t|cannot) afford|out of (?:my|our) budget|haggle|come down on",
  ].join('|'),
);
/** "У соседей за пять делали", "the kiosk does it for 200", «на авито 900». */
const ELSEWHERE = wholeWords(
  '(?:у|в|на)\\s+(?:соседн\\p{L}+|соседей|конкурент\\p{L}*|друг(?:ой|их|ом)|авито|озоне?|вб|вайлдберриз|рынке|подруг\\p{L}|знаком\\p{L}+)[^.?!]{0,40}\\d|(?:подруг\\p{L}|знаком\\p{L}+|соседк\\p{L}|друг\\p{L}?) за \\p{L}+ (?:делал\\p{L}|сделал\\p{L})|(?:elsewhere|down the road|up the road|next door|another (?:shop|place)|on (?:amazon|ebay)|competitor\\p{L}*|the (?:\\p{L}+\\s+){1,3}(?:does|do|charges?|has) (?:it|this|the same)? ?(?:for)?)[^.?!]{0,40}\\d',
);
const ASKS_CHEAPEST = wholeWords(
  'что дешевле|какой дешевле|какая дешевле|какие дешевле|есть (?:\\p{L}+ )?подешевле|сам\\p{L}+ деш[её]в\\p{L}+|which is cheaper|is .{0,60} cheaper than|cheapest|сколько|how much|насколько дешевле|how expensive|(?:это |будет |очень )?дорого(?=\\s*\\?)(?<!так дорого)',
);

/** Whether the customer says that a price is too high or haggles over it. */
export const objectsToPrice = (text: string): boolean =>
  (DEAR.test(text) || ELSEWHERE.test(text)) && !ASKS_CHEAPEST.test(text);
