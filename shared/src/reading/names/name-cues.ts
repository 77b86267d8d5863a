/** What must be a name behind a cue: any word, a capitalized word, or a known given name. */
type Demand = 'any' | 'capital' | 'known';
/** What introduces a name. */
export type Cue = {
  /** Matches the end of what precedes the name. */
  readonly before: RegExp;
  /** Must match what follows it. */
  readonly after?: RegExp;
  readonly demand: Demand;
  readonly confidence: number;
  /** The name may be declined: «на имя Сергея». */
  readonly isDeclined?: boolean;
};

/** Confidences, 0 to 1. */
const SAID_SO = 0.95;
export const BY_THE_WAY = 0.85;

/** Matches a correction: "Меня зовут не Анна, а Ольга". */
const CORRECTED = String.raw`(?:(?:не|not)\s{1,20}\p{L}{1,30},?\s{1,20}(?:а|but)\s{1,20})?`;
/** «Зовут», and «звать», which is said with less care. */
const CALLED = '(?:зовут|звать)';
/** May stand between «меня» and «зовут»: «меня, если что, Гульнара зовут». */
const ASIDE = String.raw`(?:,\s{0,20}[^,.!?\n]{1,20},)?`;
/** What must follow a name that is mentioned in passing: the end, punctuation, or the company. */
const CLOSED =
  /^\s{0,20}(?:$|[,.!;:\n(—–-]|(?:из|от|с|и|я|мама|папа|по|насч[её]т|снова|опять|ещ[её]|кстати|если\s{1,20}что|here|from|and|again|with|calling|speaking|btw|by\s{1,20}the\s{1,20}way|actually)(?!\p{L}))/u;
const LINE_END = /^[^\S\n]{0,60}(?:$|[\n,.!;])/u;
const BEGINS = String.raw`(?:^|[.!?,;\n—–:(-]|(?<!\p{L})(?:день|вечер|утро|привет|здравствуйте|а|да|нет|hi|hello|hey|hiya|there|morning|afternoon|evening|yes|yo|sorry|ok))\s{0,20}`;
/** Without «меня», somebody named before would be called so: «щенка зовут Пуля». */
const MY = String.raw`(?:меня\s{1,20}|(?<=${BEGINS})|(?<=(?<!\p{L})[иа]\s{1,9})|(?=\p{L}{5}\s{1,20}меня(?!\p{L})))`;
const AGAIN = String.raw`(?:(?:снова|опять|ещ[её]\s{1,20}раз|again)\s{1,20})?`;

const cue = (before: string, demand: Demand, confidence: number, rest: Partial<Cue> = {}): Cue => ({
  before: new RegExp(`(?<![\\p{L}\\p{N}])(?:${before})$`, 'iu'),
  demand,
  confidence,
  ...rest,
});
const opening = (before: string, demand: Demand, rest: Partial<Cue> = {}): Cue => ({
  before: new RegExp(`${BEGINS}(?:${before})$`, 'iu'),
  demand,
  confidence: BY_THE_WAY,
  after: CLOSED,
  ...rest,
});

/** Introductions, the most reliable first. */
export const cues: readonly Cue[] = [
  cue(String.raw`${MY}${CALLED}(?:\s{1,20}меня)?[\s:—–-]{1,60}${CORRECTED}`, 'capital', SAID_SO),
  cue(String.raw`меня\s{1,20}${CALLED}[\s:—–-]{1,60}${CORRECTED}`, 'any', BY_THE_WAY),
  cue(String.raw`${MY}${CALLED}(?:\s{1,20}меня)?[\s:—–-]{1,60}`, 'known', BY_THE_WAY),
  cue(String.raw`меня${ASIDE}\s{1,20}`, 'capital', SAID_SO, { after: /^\s{1,20}(?:зовут|звать)(?!\p{L})/iu }),
  cue(String.raw`меня${ASIDE}\s{1,20}`, 'known', SAID_SO, { after: /^\s{1,20}(?:зовут|звать)(?!\p{L})/iu }),
  cue('', 'known', SAID_SO, { after: /^\s{1,20}меня\s{1,20}(?:зовут|звать)(?!\p{L})/iu }),
  cue(
    String.raw`(?:мо[её]\s{1,20}имя|(?<!на\s)имя|фио|ф\.\s?и\.\s?о\.|представ(?:люсь|ляюсь|иться))(?:\s{0,20}[:,—–-]\s{0,20}|\s{1,20})`,
    'capital',
    SAID_SO,
  ),
  cue(
    String.raw`(?:my\s{1,20}name(?:\s{1,20}is|['’]?s)|name(?:\s{1,20}is|['’]s|\s{0,20}:))\s{0,20}(?:(?:spelled|spelt)\s{1,20})?${CORRECTED}`,
    'capital',
    SAID_SO,
  ),
  cue(String.raw`my\s{1,20}name(?:\s{1,20}is|['’]?s)\s{1,20}${CORRECTED}`, 'any', BY_THE_WAY),
  cue(
    String.raw`(?:с\s{1,20}уважением|best\s{1,20}regards|kind\s{1,20}regards|warm\s{1,20}regards|regards|sincerely|cheers|best\s{1,20}wishes|all\s{1,20}the\s{1,20}best|many\s{1,20}thanks|thanks|thank\s{1,20}you|yours|br|signed)[,!.]?\s{1,20}`,
    'capital',
    BY_THE_WAY,
    { after: LINE_END },
  ),
  cue(
    String.raw`(?:на\s{1,20}связи|(?:вас\s{1,20})?беспокоит|(?:зовите|называйте)(?:\s{1,20}меня)?(?:\s{1,20}просто)?|обраща(?:йтесь|ться)(?:\s{1,20}ко\s{1,20}мне)?[\s:—–-]{0,60}|контактное\s{1,20}лицо[\s:—–-]{0,60})\s{1,20}`,
    'capital',
    BY_THE_WAY,
  ),
  cue(
    String.raw`(?:говорит|пишет(?:\s{1,20}вам)?|звонит|(?:можно|зовите|меня)(?:\s{1,20}просто))\s{1,20}`,
    'known',
    BY_THE_WAY,
    {
      after: CLOSED,
    },
  ),
  opening('', 'known', {
    after: /^\s{1,20}(?:вас\s{1,20})?(?:беспокоит|на\s{1,20}связи|на\s{1,20}проводе|звонит|пишет)(?!\p{L})/iu,
  }),
  cue(String.raw`(?:моя\s{1,20})?фамилия(?:\s{1,20}моя)?[\s:—–-]{1,60}`, 'capital', BY_THE_WAY),
  cue(String.raw`(?:брон[ьи]|запис[ьи]|заказ|столик)\s{1,9}на\s{1,9}`, 'known', BY_THE_WAY, { isDeclined: true }),
  cue(String.raw`на\s{1,20}(?:имя|фамилию)\s{1,20}`, 'capital', BY_THE_WAY, { isDeclined: true }),
  cue(
    String.raw`(?:запи[шс]|оформ|внес|отмет)\p{L}{1,9}\s{1,20}меня(?:,|\s{1,20}как)?\s{1,20}`,
    'capital',
    BY_THE_WAY,
    { isDeclined: true },
  ),
  cue('', 'capital', BY_THE_WAY, {
    isDeclined: true,
    after: /^\s{0,20}[,(—–-]\s{0,20}(?:(?:это|то\s{1,20}есть)\s{1,20}я|это\s{1,20}(?:моя|мо[её])(?=\s))(?!\p{L})/iu,
  }),
  cue(String.raw`(?:заявка|заказ|запись|сообщение|письмо|бронь|вопрос|привет)\s{1,20}от\s{1,20}`, 'known', BY_THE_WAY, {
    isDeclined: true,
  }),
  cue(
    String.raw`(?:reservation|booking|table|appointment|room|order|book(?:ed)?|reserved?|put\s{1,20}(?:it|me|us)|it['’]?s)\s{1,20}(?:(?:is\s{1,20})?under\s{1,20}(?:the\s{1,20})?(?:name\s{1,20})?(?:of\s{1,20})?|(?:is\s{1,20})?in\s{1,20}the\s{1,20}name\s{1,20}of\s{1,20}|name\s{1,20}(?:is\s{1,20})?|for\s{1,20})`,
    'capital',
    BY_THE_WAY,
    { after: CLOSED },
  ),
  cue(
    String.raw`(?:attn\.?:?|attention:?|contact\s{1,20}person:?|contact\s{0,20}:|ask\s{1,20}for(?:\s{1,20}me,?)?|call\s{1,20}me|just\s{1,20}call\s{1,20}me)\s{1,20}`,
    'capital',
    BY_THE_WAY,
    {
      after: CLOSED,
    },
  ),
  opening(String.raw`(?:это|я)[\s—–-]{1,60}${AGAIN}(?:(?:мама|папа|бабушка)\s{1,20})?`, 'capital'),
  opening(String.raw`(?:это|я)[\s—–-]{1,60}${AGAIN}(?:(?:мама|папа|бабушка)\s{1,20})?`, 'known'),
  opening(String.raw`(?:i(?:['’]?m|\s{1,20}am)|this\s{1,20}is|it['’]?s|it\s{1,20}is)\s{1,20}${AGAIN}`, 'capital'),
  opening(String.raw`(?:i(?:['’]?m|\s{1,20}am)|this\s{1,20}is|it['’]?s|it\s{1,20}is)\s{1,20}${AGAIN}`, 'known'),
  opening('', 'known', { after: /^\s{1,20}(?:here|speaking|again)(?!\p{L})/u }),
  opening('', 'capital', { after: /^\s{1,20}(?:here|speaking)\s{0,20}(?:$|[.,!;:—–-]|(?:again|from)(?!\p{L}))/u }),
  opening('', 'known', { after: /^\s{1,20}(?:from|из)\s(?:\s|[«"\p{Lu}])/u }),
  opening('', 'known', { after: /^\s{1,20}я(?=\s{0,20}(?:$|[,.!]))/u }),
  opening(
    String.raw`спасибо\s{1,20}|благодарю\s{1,20}|жду(?:\s{1,20}\p{L}{1,30})?\s{1,20}|заранее\s{1,20}|thanks\s{1,20}|cheers\s{1,20}`,
    'known',
    {
      after: /^\W{0,20}$/u,
    },
  ),
  cue(String.raw`\p{L}{1,30}\s{1,20}(?:спасибо|жду|заранее|thanks|cheers)\s{1,20}`, 'known', BY_THE_WAY, {
    after: /^[.!\s]{0,60}$/u,
  }),
];
