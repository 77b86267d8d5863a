import { duration } from './answer-forms.ts';
import type { QuestionKind } from './question-kind.ts';

/** Conditions: cancelling, returning, guarantees, papers. */
export const termsKinds: readonly QuestionKind[] = [
  {
    id: 'cancel',
    asks: [
      'отмен* отказ* аннулир* + если можно как за_сколько деньг* вернут* вернете верн* предоплат* аванс* депозит* штраф* бесплатн* бронь брони запись записи условия что_будет правила',
      'передума* не_смогу не_сможем не_приду не_придем не_приедем + если что будет верн* деньги',
      'если + отменю отменим отменить откажусь откажемся заболею заболеем передумаю передумаем заболел* заболеет',
      'cancel cancellation cancelling canceled cancelled cancellations + can if free policy fee charge happens how when what rules late do terms notice late',
      '= cancel cancellation отмена отказ',
      'change_my_mind dont_show_up no_show cant_come cant_make_it fall_ill get_sick',
    ],
    says: 'отмена отменить отказ отменяете cancel cancellation cancelled cancelling | предупредить notice',
    found: /отмен|отказ|не позже|не поздн|предупре|до начала|возвращ|удерж|cancel|notice|refund|kept/i,
  },
  {
    id: 'reschedule',
    asks: [
      'перенес* перенос* перезапис* сдвинуть передвинуть + можно_ли как можно если условия дату запись время занят* урок* бронь за_сколько правила',
      'поменять сменить изменить + дату время день',
      'reschedule rescheduling postpone rebook + can if how fee policy is do what late free',
      'change move + date booking appointment time day + can how fee free if policy',
      'missed miss пропущу пропущен* пропустил* + class lesson занят* урок* session отработ* если',
    ],
    says: 'перенос перенести переносится отработка сдвинуть reschedule postpone changing | изменить change',
    found: /перен|сдвин|отработ|предупред|resched|mov|postpon|chang|notice/i,
  },
  {
    id: 'refund',
    asks: [
      'депозит* залог* + возвращ* верн*',
      'верн* возврат* возвращ* + деньг* деньги средств* предоплат* депозит* залог* аванс* сумм* оплат* можно если условия как',
      'вернете отдадите + деньги если',
      'refund refunds refunded refundable money_back moneyback',
      'get + money_back my_money deposit_back it_back',
      'деньги + пропадут сгорят потеряю назад обратно',
    ],
    unless: 'вычет* налог* tax товар* вещь вещи излишк*',
    says: 'возврат возвращаем вернём вернуть отдаём refund refundable refunded',
    found: /возвр|верн|отда|деньг|удерж|refund|back|money|kept/i,
  },
  {
    id: 'exchange',
    asks: [
      'обмен* обменять поменять + товар* размер* если не_подой* можно подойдет вещь купленн* подошел',
      'вернуть возврат сдать + товар* не_подо* вещь покупк* неоткрыт* размер* остатк* брак* нераспечатан* излишк*',
      'не_подойдет не_подошел не_подошло не_подойдут не_понрав*',
      'exchange swap + it for size can if item another different',
      'return returns send_back give_back bring_back + item items unopened product case it goods policy unused dont_fit doesnt_fit can things',
      '= returns return обмен возврат',
      'return_policy returns_policy exchange_policy',
      'if + doesnt_fit dont_like_it dont_fit not_happy',
    ],
    unless: 'деньг* залог* deposit money ключ*',
    says: 'обмен возврат обменять вернуть exchange unopened unused | return returns back',
    found: /обмен|возвр|верн|return|exchange|back|refund/i,
  },
  {
    id: 'guarantee',
    asks: [
      'гаранти* гарантируете',
      'warranty warranties guarantee guaranteed guarantees',
      'если + сломается сломаетс отвалится испортится отклеится порвется',
      'if + breaks_again fails_again goes_wrong stops_working',
    ],
    says: 'гарантия гарантийный гарантии warranty guarantee guaranteed covered',
    found: /гаранти|warrant|guarant|covered|none/i,
  },
  {
    id: 'licence',
    asks: [
      'лицензи* сертифицирован* аккредит*',
      'сертификат* + соответстви* качеств* есть_ли товар* продукц* на_продукцию',
      'license licence licensed licences accredited accreditation certified insured registered',
      'certificates certificate certification certifications + any have conformity product products safety you is are fsc quality',
      'официальн* авторизован* + дилер* сервис* вы центр* представител*',
      'authorized authorised official + service dealer repair are you',
    ],
    unless: 'подар* gift completion end course',
    says: 'лицензия декларация аккредитация официальный licence license certified accredited authorized independent | certificate сертификат',
    found: /лиценз|сертиф|деклар|аккред|официал|licen|certif|accredit|authori|independent|registered|insured/i,
  },
  {
    id: 'certificate-of-completion',
    asks: [
      'диплом* свидетельств* корочк* удостоверен* аттестат* сертификат + даете дадите выдаете после_окончания получу окончани* в_конце курс* будет',
      'certificate diploma + end finish completion course get give receive after',
    ],
    unless: 'подар* gift у_вас_есть преподавател* соответств*',
    says: 'диплом свидетельство удостоверение diploma certificate',
    found: /диплом|свидетел|сертиф|удостовер|diploma|certificate/i,
  },
  {
    id: 'documents-needed',
    asks: [
      'какие что + документ* справк* бумаги + брать взять нужны нужно надо принести',
      'документ* справк* паспорт* + нужен нужны нужна надо брать обязател* требуется без какие взять',
      'по_правам без_паспорта водительск*_удостоверен* + можно подойдут',
      'documents document paperwork id passport papers + need bring require required do what which have to take any',
    ],
    says: 'документ документы паспорт удостоверение document documents passport paperwork | id bill',
    found:
      /паспорт|документ|удостовер|справк|свидетел|доверен|снилс|полис|passport|\bid\b|licen|document|paper|bill|proof/i,
  },
  {
    id: 'subscription',
    asks: [
      'абонемент* подписк* безлимит* + есть какие сколько стоит какой можно на_месяц купить действ* условия виды',
      '= абонемент абонементы подписка membership subscription',
      'membership memberships subscription subscriptions + do have what how much options plans types monthly cost is there you offer',
      'месячн* годов* + абонемент* карта',
      'pay_as_you_go drop_in_rate class_pass',
    ],
    says: 'абонемент подписка безлимит membership subscription | pass',
    found: /абонем|подписк|безлим|member|subscr|pass|month/i,
  },
  {
    id: 'freezing',
    asks: [
      'заморо* приостанов* пауз* + можно абонемент* подписк* занят* карту как на_сколько срок есть поставить',
      '= заморозка приостановка',
      'freeze freezing pause suspend + membership subscription plan can my is account it contract',
      'on_hold put_on_hold',
    ],
    unless: 'еда food pipes трубы зуб*',
    says: 'заморозка заморозить приостановить пауза freeze pause suspend',
    found: /замор|приостан|пауз|freez|paus|suspend|hold/i,
  },
  {
    id: 'validity',
    asks: [
      'сколько как_долго до_какого срок + действ* действителен действует годен годн*',
      'сгорают сгорит сгорят + занят* баллы абонемент* бонус*',
      'how_long when + valid expire expires last_for',
      'expiry expiration',
    ],
    says: 'действует действителен действия valid expire expires validity',
    found: duration,
  },
];
