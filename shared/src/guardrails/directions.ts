import { sentencesOf } from '../search/language/sentences.ts';
import { wholeWords } from '../text/word-pattern.ts';

const DIRECTS = wholeWords(
  'перевед\\p{L}+|перевести|переводите|перевод на|оплат\\p{L}{2,4}|платите|заплат\\p{L}+|скиньте|скидывайте|отправ(?:ьте|ляйте)|пришлите|внес\\p{L}+|внести|реквизит\\p{L}+|получател\\p{L}+|наш\\p{L}{0,3} (?:номер|телефон|карт\\p{L}|почт\\p{L}|сч[её]т|сайт|чат)|звоните|позвоните|пишите|напишите|обращайтесь|обратитесь|свяжитесь|перейдите|зайдите|откройте|забронируйте|подпишитесь|transfer|pay|paid|payments?|send|wire|deposit it|our (?:number|phone|e-?mail|account|card|site|chat)|call us|write to us|message us|contact us|reach us|text us|go to|open|visit|click|book at|follow',
);
/** Phrases that only refer to the customer's own details: "we will call you at", «ваш номер». */
const OF_CUSTOMER = wholeWords(
  'вам|вас|ваш\\p{L}{0,3}|перезвон\\p{L}+|свяжемся|позвоним|напишем|записал\\p{L}?|your|you|to you',
);
const DEMANDS = wholeWords(
  'перевед\\p{L}+|переводите|оплатите|платите|заплатите|скиньте|звоните|позвоните|пишите|напишите|обращайтесь|свяжитесь|перейдите|откройте|transfer|pay|go to|call us|write to us|message us|contact us|click|visit',
);

/** Whether the sentence directs the customer or their money to this detail, rather than repeating what is theirs. */
export const directsTo = (text: string, detail: string): boolean =>
  sentencesOf(text).some(
    ({ value }) => value.includes(detail) && DIRECTS.test(value) && (DEMANDS.test(value) || !OF_CUSTOMER.test(value)),
  );
