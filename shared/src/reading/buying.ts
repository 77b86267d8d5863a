import { type Found, wholeWords } from '../text/word-pattern.ts';
import { isDenied } from './fact-owner.ts';

const BUYS = wholeWords(
  "(?:за)?бронируй(?:те)?|бронирую|бронируем|зарезервируй(?:те)?|запиш(?:ите|и)\\s(?:меня|нас|на|к|пожалуйста|мо\\p{L}{1,3}|реб[её]нка|дочк?\\p{L}{1,3}|сын\\p{L}{0,3})|оформ(?:ите|ляйте|ляем|ляю)|заказыва(?:ю|ем)|покупа(?:ю|ем)|бер(?:у|[её]м)|возьм(?:у|[её]м)|отложите|выстав(?:ите|ляйте)\\sсч[её]т|(?:хочу|хотим|хотел[аи]?|готов[аы]?|буд(?:у|ем)|давайте|решил[аи]?)\\s(?:бы\\s)?(?:\\p{L}{1,20}\\s){0,2}(?:заказать|забронировать|купить|оформить|записаться|взять|арендовать|снять|оплатить|внести)|(?:куда|как|где)\\s(?:\\p{L}{1,20}\\s){0,2}(?:оплатить|платить|перевести|внести)|(?:book|reserve)\\s(?:me|us|it|a|an|the|two|one|my)|put\\s(?:me|us)\\sdown|sign\\s(?:me|us)\\sup|count\\s(?:me|us)\\sin|(?:i|we)(?:['’]ll|\\swill)\\s(?:take|have|book|order|buy)|let['’]?s\\s(?:do it|go ahead|book)|(?:i|we)(?:['’]d like|\\swant|\\swould like)\\s(?:to\\s)?(?:book|order|buy|reserve|rent|hire|sign up)|send\\s(?:me|us|over)?\\s?(?:the|an|a)\\s(?:invoice|contract)|(?:how|where)\\s(?:do|can)\\s(?:i|we)\\s(?:pay|order|book)",
  'giu',
);

/** Whether the customer is ready to buy or book: "book us a table", «бронируем», "where can I pay?". */
export const wantsToBuy = (text: string): boolean =>
  [...text.matchAll(BUYS)].some(({ index }) => !isDenied(text, index));

const OCCASION = wholeWords(
  'свадьб\\p{L}{1,3}|юбиле\\p{L}{1,3}|(?:день|дня|дню|днем)\\sрождени\\p{L}|др|днюх\\p{L}|корпоратив\\p{L}{0,3}|выпускн\\p{L}{2,3}|девичник\\p{L}{0,2}|мальчишник\\p{L}{0,2}|крестин\\p{L}{0,2}|годовщин\\p{L}{1,2}|помолвк\\p{L}{1,2}|поминк\\p{L}|новоселье|тимбилдинг\\p{L}{0,2}|новогодн\\p{L}{2,3}\\s\\p{L}{3,12}|конференци\\p{L}{1,2}|wedding|birthday|anniversary|corporate (?:party|event|dinner)|office party|christmas party|graduation|prom|baby shower|christening|baptism|hen (?:do|party|night)|stag (?:do|party|night)|bachelor(?:ette)? party|engagement party|team ?building|retreat|conference|funeral|reunion',
);

/** Finds the occasion of an event, in the customer's words. */
export const findOccasion = (text: string): Found<string> | undefined => {
  const match = OCCASION.exec(text);
  return match && !isDenied(text, match.index)
    ? { value: match[0], start: match.index, end: match.index + match[0].length }
    : undefined;
};
