import { wholeWords } from '../../text/word-pattern.ts';
import { deedKinds } from './deed-kinds.ts';
import { ALL_DONE, type DeedLanguage } from './deed-language.ts';

const BEGINNINGS = Object.values(deedKinds)
  .map(({ ru }) => ru)
  .join('|');
/** «Отправили», «записался», «перенёс», «зачислены», «принято». Present and future forms, and nouns such as «отмена», are none. */
const DEED = new RegExp(
  `(?<![\\p{L}\\p{N}])(?!(?:от|за|об|раз|из)мен[аеуы]?(?!\\p{L}))(${BEGINNINGS})\\p{L}{0,8}?(?:(?:л[аио]?|шли?|шл[аио])(?:с[яь])?|(?<=[аеёя])н[аоы]?|(?<=приня|сня|сдвину|расторгну)т[аоы]?)(?!\\p{L})`,
  'giu',
);
/** Verbs of motion, some without a past suffix, and payments that are made. */
const MOVED = wholeWords(
  '(?:при|от|за|у|вы|пере|в)(?:в[её]з|н[её]с|в[её]л)(?:л[аио])?|(?:при|у|до)ш(?:[её]л|л[аио])|провел[аи]?(?= (?:\\p{L}+ ){0,2}(?:возврат|оплат\\p{L}|плат[её]ж|перевод))|(?:возврат|оплат\\p{L}|плат[её]ж|перевод)(?: \\p{L}+){0,2} провел[аи]?',
  'giu',
);

/** The customer's own deed: «вы писали», «вы уже заказали». */
const BY_CUSTOMER = /(?<!\p{L})(?:вы|ты)(?:\s(?!меня|нас)\p{L}+){0,3}\s$/u;
const ACTIVE = /л[аио]?(?:с[яь])?$/u;

/** It was sent, or made ready, and no verb says so. */
const UNDER_WAY = wholeWords(
  [
    'в пути',
    'деньги (?:уже )?(?:ушли|пошли|у вас|на карте|на сч[её]те|в пути)',
    'уже (?:едет|едут|везут|вез[её]м|летит|работает над|у курьера|у мастера|у водителя|у директора|у менеджера|у вас на|на почте|на складе|на вашей карте|на вашем сч[её]те|в работе|в обработке|в курсе|в доставке)',
    '(?:можно|можете) (?:уже )?(?:забирать|забрать|получать)',
    '(?:ваш[аеи]?|машина|автомобиль) (?:\\p{L}+ )?(?:уже )?готов[аоы]?',
    'возврат (?:уже )?на (?:вашей )?карте',
    'уже (?:знает|знают)',
  ].join('|'),
);
const DONE = wholeWords(
  'вс[её] (?:улажено|готово|устроено|сделано)|вы (?:уже )?в (?:расписании|списках?|списке|очереди|графике|базе)|за вами',
);
const DONE_ALONE = /^\s*(?:да\s|ну\s|вс[её]\s|уже\s)*(?:готово|сделано|решено|исполнено|улажено)\s*$/u;

/** «Записал, спасибо»: an answer, and no word on an order. */
const NOTED = /^\s*(?:вс[её]\s|да\s)*(?:(?:записал|отметил|зафиксировал|принял)[аио]?|записано|отмечено|принято)\s*$/u;

export const russianDeeds: DeedLanguage = {
  conditional: wholeWords('если|когда|как только|после того|после|пока|чтобы|прежде чем|до того'),
  open: wholeWords(
    'не|нет|ни|никто|ничего|будет|будут|будем|буду|может быть|нужно|надо|обычно|считается|ли|предстоит|бы|бывает|как правило|всегда|часто|иногда|должен|должна|должны|должно',
  ),
  deedsIn: (clause) => (NOTED.test(clause) ? [] : deedsOf(clause)),
};

const deedsOf = (clause: string): readonly string[] => [
  ...[...clause.matchAll(DEED), ...clause.matchAll(MOVED)].flatMap(([word, beginning], index, all) => {
    const before = clause.slice(0, all[index]?.index);
    return ACTIVE.test(word) && BY_CUSTOMER.test(before) ? [] : [beginning ?? word.replaceAll('ё', 'е')];
  }),
  ...(UNDER_WAY.test(clause) ? ['отправлен'] : []),
  ...(DONE.test(clause) || DONE_ALONE.test(clause) ? [ALL_DONE] : []),
];
