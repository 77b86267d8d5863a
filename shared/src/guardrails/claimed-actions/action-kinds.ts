import type { RecordedEffect } from '../judged-reply.ts';

/**
 * A kind of action that a reply may claim, with the recorded effects that make the claim true. If `by` is empty, only
 * people of the team can make the claim.
 */
type ActionKind = {
  readonly by: readonly RecordedEffect[];
  /** Beginnings of Russian past-tense verbs and of their passive participles. */
  readonly ru: string;
  /** English participles; for most verbs they are also the past tense. */
  readonly en: string;
};

/** The kinds of claimed actions by name. A verb may belong to several. */
export const actionKinds = {
  booked: {
    by: ['order', 'appointment'],
    ru: 'заброни|зарезерви|оформ|запис|подтверд|подтвержд|закреп|назнач|заказ|размест|размещ|зафикс|отлож|придерж|приня|внес|поста|созда|добав|купи|выкуп|закуп',
    en: 'booked|reserved|scheduled|confirmed|placed|enrolled|registered|secured|pencilled|penciled|put|signed|held|saved|arranged|set|ordered|created|added',
  },
  paid: {
    by: [],
    ru: 'получ|поступи|зачисл|спис|оплат|оплач|провед|прош|приш',
    en: 'received|cleared|processed|charged|paid|credited|debited|billed',
  },
  refunded: {
    by: [],
    ru: 'верну|возвра|компенси|возмест|возмещ',
    en: 'refunded|reimbursed|returned|compensated|reversed',
  },
  cancelled: {
    by: ['order-cancelled', 'appointment-cancelled'],
    ru: 'отмен|аннули|расторг|приостанов|заморо|отключ|сня',
    en: 'cancelled|canceled|stopped|voided|terminated|paused|frozen|suspended|disabled|closed',
  },
  sent: {
    by: ['order-done'],
    ru: 'отправ|выс[лы]|пересл|посла|отосл|выеха|прие|прибы|достав|отгру|собра|выда|вруч|погру|загру|сбро',
    en: 'sent|shipped|dispatched|delivered|mailed|e-?mailed|texted|forwarded|posted|packed|handed|dropped|collected|picked',
  },
  granted: {
    by: [],
    ru: 'примен|начисл|активи|сни[зж]|соглас|одобр|утверд|утвержд|разреш|продл|увелич|повыс|выдел|подари|прости',
    en: 'applied|activated|waived|approved|extended|upgraded|downgraded|reduced|lowered|increased|enabled|unlocked|authori[sz]ed|granted|agreed|cleared',
  },
  told: {
    by: ['colleague-told'],
    ru: 'переда|сообщ|предупре|уведом|извест|проинформ|позва|подключ|договор|обсуд|погово|перегов|попрос|созвон|позвон|связа|поруч|вызва',
    en: 'told|informed|notified|alerted|asked|passed|escalated|spoken|talked|discussed|called|messaged|briefed|flagged|contacted|let|checked with',
  },
  done: {
    by: ['order-done'],
    ru: 'сдела|выполн|заверш|законч|почин|отремонт|установ|смонти|замен|исправ|устран|реш|подпис|изготов|испек|настро|почист|постир|помы|покра|сши|сда|налож|подготов|прооперир',
    en: 'done|completed|finished|fixed|repaired|replaced|installed|sorted|resolved|performed|countersigned|cleaned|issued|made|submitted|filed|accepted',
  },
  changed: {
    by: ['data-saved', 'order-cancelled', 'appointment-cancelled'],
    ru: 'перенес|измен|обнов|сдвин|поменя|удал|убра|исключ|переключ|перевел',
    en: 'moved|rescheduled|changed|amended|swapped|switched|transferred|removed|deleted|updated|adjusted',
  },
  saved: {
    by: ['data-saved', 'order', 'appointment'],
    ru: 'сохран|отмет|запис|зафикс|внес|обнов|запомн',
    en: 'saved|noted|recorded|updated|added',
  },
} as const satisfies Record<string, ActionKind>;
