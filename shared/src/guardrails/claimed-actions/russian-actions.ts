import { wholeWords } from '../../text/word-pattern.ts';
import { actionKinds } from './action-kinds.ts';
import { type ActionLanguage, ALL_DONE } from './action-language.ts';

const BEGINNINGS = Object.values(actionKinds)
  .map(({ ru }) => ru)
  .join('|');
/**
 * Matches «Отправили», «записался», «перенёс», «зачислены», «принято», but not present and future forms or nouns such
 * as «отмена».
 */
const ACTION = new RegExp(
  `(?<![\\p{L}\\p{N}])(?!(?:от|за|об|раз|из)мен[аеуы]?(?!\\p{L}))(${BEGINNINGS})\\p{L}{0,8}?(?:(?:л[аио]?|шли?|шл[аио])(?:с[яь])?|(?<=[аеёя])н[аоы]?|(?<=приня|сня|сдвину|расторгну)т[аоы]?)(?!\\p{L})`,
  'giu',
);
/** Verbs of motion, some without a past suffix, and completed payments. */
const MOVED = wholeWords(
  '(?:при|от|за|у|вы|пере|в)(?:в[её]з|н[её]с|в[её]л)(?:л[аио])?|(?:при|у|до)ш(?:[её]л|л[аио])|провел[аи]?(?= (?:\\p{L}+ ){0,2}(?:возврат|оплат\\p{L}|плат[её]ж|перевод))|(?:возврат|оплат\\p{L}|плат[её]ж|перевод)(?: \\p{L}+){0,2} провел[аи]?',
  'giu',
);

/** The customer's own action: «вы писали», «вы уже заказали». */
const BY_CUSTOMER = /(?<!\p{L})(?:вы|ты)(?:\s(?!меня|нас)\p{L}+){0,3}\s$/u;
const ACTIVE = /л[аио]?(?:с[яь])?$/u;

/** Claims that something was sent or prepared, without a verb. */
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

/** «Записал, спасибо» is an acknowledgment and says nothing about an order. */
const NOTED = /^\s*(?:вс[её]\s|да\s)*(?:(?:записал|отметил|зафиксировал|принял)[аио]?|записано|отмечено|принято)\s*$/u;

/** The Russian patterns. */
export const russianActions: ActionLanguage = {
  conditional: wholeWords('если|когда|как только|после того|после|пока|чтобы|прежде чем|до того'),
  open: wholeWords(
    'не|нет|ни|никто|ничего|будет|будут|будем|буду|может быть|нужно|надо|обычно|считается|ли|предстоит|бы|бывает|как правило|всегда|часто|иногда|должен|должна|должны|должно',
  ),
  claimedActionsIn: (clause) => (NOTED.test(clause) ? [] : actionsOf(clause)),
};

const actionsOf = (clause: string): readonly string[] => [
  ...[...clause.matchAll(ACTION), ...clause.matchAll(MOVED)].flatMap(([word, beginning], index, all) => {
    const before = clause.slice(0, all[index]?.index);
    return ACTIVE.test(word) && BY_CUSTOMER.test(before) ? [] : [beginning ?? word.replaceAll('ё', 'е')];
  }),
  ...(UNDER_WAY.test(clause) ? ['отправлен'] : []),
  ...(DONE.test(clause) || DONE_ALONE.test(clause) ? [ALL_DONE] : []),
];
