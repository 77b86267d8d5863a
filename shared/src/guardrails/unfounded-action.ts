import { sentencesOf } from '../search/language/sentences.ts';
import { wholeWords } from '../text/word-pattern.ts';
import type { Guard, RecordedEffect } from './guard.ts';

type Action = {
  readonly name: string;
  /** All must be in one clause. */
  readonly said: readonly RegExp[];
  /** Any of them makes it true; with none the team's people alone can say so. */
  readonly by: readonly RecordedEffect[];
};

const action = (name: string, by: readonly RecordedEffect[], ...said: readonly string[]): Action => ({
  name,
  by,
  said: said.map((words) => wholeWords(words)),
});

const THING =
  'заказ\\p{L}{0,2}|заявк\\p{L}|брон[ьи]\\p{L}{0,2}|бронировани\\p{L}|резерв\\p{L}?|запис[ьи]|мест\\p{L}{1,2}|столик\\p{L}?|номер|зал\\p{L}?|дат[аы]|врем\\p{L}{1,3}|за вами|orders?|bookings?|reservations?|appointments?|seats?|tables?|rooms?|spots?|slots?|place|date';
const PAID =
  'оплат[аы]|плат[её]ж\\p{L}?|предоплат[аы]|деньги|перевод|средства|аванс|депозит|payment|deposit|money|transfer|funds';
const PARCEL =
  'заказ\\p{L}?|посылк\\p{L}|курьер\\p{L}?|сч[её]т|смет[аы]|документ\\p{L}{1,2}|договор|письмо|смс|sms|ссылк[аиу]|подтверждени\\p{L}|мастер|order|parcel|package|courier|driver|invoice|estimate|documents|contract|e-?mail|link|confirmation|technician|maintenance|somebody|someone';

const actions: readonly Action[] = [
  action(
    'booked',
    ['order', 'appointment'],
    THING,
    'подтвержд[её]н\\p{L}{0,2}|оформлен\\p{L}{0,2}|принят\\p{L}?|создан\\p{L}?|размещ[её]н\\p{L}{0,2}|забронирован\\p{L}{0,2}|зарезервирован\\p{L}{0,2}|закрепл[её]н\\p{L}{0,2}|подтверждаю|подтверждаем|confirmed|booked|reserved|placed|secured|(?:is|are) complete',
  ),
  action(
    'booked',
    ['order', 'appointment'],
    "забронировал\\p{L}?|зарезервировал\\p{L}?|оформил\\p{L}?|(?:вас|вашу|вашего|реб[её]нка|дочку|сына) записал\\p{L}?|записал\\p{L}? (?:вас|вашу|вашего|вам|реб[её]нка|дочку|сына|на)|вы записаны|вы забронированы|(?:i|we)(?:[’']ve| have)? (?:just |now |already )?(?:booked|reserved|scheduled|placed|confirmed)|you(?:[’']re| are)(?: all| now)? (?:booked|enrolled|registered|scheduled)",
  ),
  action(
    'paid',
    [],
    PAID,
    'получен\\p{L}?|получили|получил\\p{L}?|поступил\\p{L}?|прош[её]?л\\p{L}{0,2}|зачислен\\p{L}?|подтвержден\\p{L}?|списан\\p{L}?|received|went through|cleared|processed|confirmed|arrived',
  ),
  action('paid', [], 'оплачен\\p{L}{0,2}', 'заказ\\p{L}?|бронь|запись|сч[её]т'),
  action('paid', [], '(?:order|booking|invoice)', '(?:is|has been|was|now) (?:fully )?paid'),
  action(
    'refunded',
    [],
    'вернул\\p{L}? (?:вам|ваш\\p{L}{0,2}|деньги|предоплату|залог|оплату|средства)|возвращен\\p{L}? (?:вам|на)|возврат\\p{L}? (?:уже )?(?:оформлен|выполнен|отправлен|сделан|провед[её]н)|(?:оформил|сделал|пров[её]л)\\p{L}{0,2} возврат|(?:has|have) been refunded|was refunded|refunded (?:you|your|the|to)|(?:issued|processed|made) (?:a|your|the) (?:full )?refund|refund (?:has been|was|is) (?:issued|processed|sent|on its way)',
  ),
  action(
    'cancelled',
    ['order-cancelled', 'appointment-cancelled'],
    'отмен[её]н\\p{L}{0,2}',
    `${THING}|заняти\\p{L}|подписк\\p{L}|визит|при[её]м|встреч\\p{L}|доставк\\p{L}`,
  ),
  action(
    'cancelled',
    ['order-cancelled', 'appointment-cancelled'],
    "отменил\\p{L}? (?:ваш\\p{L}{0,2}|заказ|бронь|запись|заняти\\p{L}|подписку|визит|вам)|(?:i|we)(?:[’']ve| have)? (?:just |now |already )?cancell?ed|(?:has|have) been cancell?ed",
  ),
  action(
    'sent',
    [],
    PARCEL,
    'отправлен\\p{L}?|выслан\\p{L}?|передан\\p{L}? (?:курьер|в доставк)\\p{L}{0,2}|в пути|выехал\\p{L}?|доставлен\\p{L}?|собран\\p{L}?|отгружен\\p{L}?|sent|shipped|dispatched|delivered|on (?:its|the|their|his|her) way|left',
  ),
  action(
    'sent',
    [],
    "(?:отправил|выслал|переслал)\\p{L}? (?:вам|на ваш|сч[её]т|ссылку|письмо|смс|смету|договор)|(?:i|we)(?:[’']ve| have) (?:just |already )?(?:sent|e-?mailed|texted|forwarded)",
  ),
  action(
    'discounted',
    [],
    'скидк\\p{L}{1,2}|промокод\\p{L}?|бонус\\p{L}{0,2}|купон\\p{L}?|discount|promo code|coupon|voucher|bonus',
    'применен\\p{L}?|применена|применил\\p{L}?|активирован\\p{L}?|начислен\\p{L}?|закрепл[её]н\\p{L}?|учтен\\p{L}?|учли|applied|activated|added|credited',
  ),
  action(
    'told',
    ['colleague-told'],
    '(?:передал|сообщил|предупредил|уведомил|известил|проинформировал|позвал|подключил)\\p{L}?',
    'коллег\\p{L}{1,3}|менеджер\\p{L}{0,2}|администратор\\p{L}{0,2}|преподавател\\p{L}{1,2}|врач\\p{L}{0,2}|мастер\\p{L}{0,2}|директор\\p{L}{0,2}|специалист\\p{L}{0,2}|оператор\\p{L}{0,2}|бухгалтер\\p{L}{0,2}|руководител\\p{L}{1,2}|юрист\\p{L}{0,2}|флорист\\p{L}{0,2}|курьер\\p{L}{0,2}',
  ),
  action(
    'told',
    ['colleague-told'],
    'коллега|менеджер|администратор|преподаватель|врач|директор|специалист|руководитель|manager|director|colleagues?|team|owner|supervisor',
    'уже в курсе|в курсе|предупрежд[её]н\\p{L}?|уведомл[её]н\\p{L}?|уже знает|has been (?:informed|notified|told)|have been (?:informed|notified|told)|(?:is|are) (?:already )?aware',
  ),
  action(
    'told',
    ['colleague-told'],
    "(?:i|we)(?:[’']ve| have)? (?:just |already |now )?(?:informed|notified|told|alerted|asked|passed|forwarded|escalated|let)",
    'managers?|directors?|colleagues?|teams?|owners?|supervisors?|reception|front desk|desk|doctor|teacher|support|billing|staff|kitchen',
  ),
];

const CLAUSE = /[,;:()—–!?.\n]|\s-\s/u;
const NOT = wholeWords("не|нет|ни|not|never|no|isn['’]t|hasn['’]t|haven['’]t|wasn['’]t|aren['’]t|cannot|can['’]t|без");
const NOT_YET = wholeWords(
  'если|когда|как только|после|пока|чтобы|будет|будут|будем|можно|нужно|обычно|считается|ли|once|if|when|after|as soon as|until|unless|before|will|would|can|may|must|shall|should|to be|usually|whether|let me|please',
);

/** What is said to have been done is done by a tool, or told by a person, or not at all. */
export const unfoundedAction: Guard = {
  name: 'unfounded-action',
  reason: {
    ru: 'в нём говорилось о сделанном, чего никто не делал',
    en: 'it told of something as done that nobody has done',
  },
  objectionTo: (reply) => {
    const claims = claimsIn(reply.text).filter(({ by }) => !by.some((effect) => reply.effects.includes(effect)));
    if (claims.length === 0) return undefined;
    const told = new Set(reply.team().flatMap((text) => claimsIn(text).map(({ name }) => name)));
    return claims.find(({ name }) => !told.has(name))?.clause.slice(0, 120);
  },
};

type Claim = Pick<Action, 'name' | 'by'> & { readonly clause: string };

const claimsIn = (text: string): readonly Claim[] =>
  sentencesOf(text)
    .filter(({ value }) => !value.endsWith('?') && !NOT_YET.test(value))
    .flatMap(({ value }) => value.split(CLAUSE))
    .filter((clause) => !NOT.test(clause))
    .flatMap((clause) =>
      actions
        .filter(({ said }) => said.every((words) => words.test(clause)))
        .map(({ name, by }) => ({ name, by, clause: clause.trim() })),
    );
