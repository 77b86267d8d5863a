/** A form of question and the pattern of sentences that answer it. */
type Form = { readonly asked: RegExp; readonly found: RegExp };

/** A capitalized word that does not begin the sentence. */
const NAME = '(?<=[^.!?…\\s]["»)]?\\s["«(]?)(?:[А-ЯЁ][а-яё]+|[A-Z][a-z]+)';

const forms: readonly Form[] = [
  {
    asked: /процент|как(?:ая|ую) дол[яю]|percent|what (?:share|proportion|fraction)/i,
    found: /\d[.,]{0,3}\s{0,3}%|процент|percent|половин|треть|четверт|half|third|quarter/i,
  },
  {
    asked: /в каком году|в каких годах|какого года|(?:what|which) year/i,
    found: /(?<!\d)(?:1\d|20)\d\d(?!\d)/,
  },
  {
    asked: /почему|зачем|из-за чего|по какой причине|причин[аы]|\bwhy\b|reason/i,
    found:
      /потому|из-за|поскольку|так как|поэтому|вследствие|благодаря|причин|ввиду|в связи|чтобы|в результате|\b(?:because|since|due to|in order|so that|therefore|reason|thus|as a result|owing)\b/i,
  },
  {
    asked:
      /(?<![а-яё])(?:где|куда|откуда)(?![а-яё])|в как(?:ом|ой) (?:город|стран|мест|регион|штат|област|район)|\bwhere\b|(?:what|which) (?:city|country|place|state|region|town|location)/i,
    found:
      /(?<![а-яёА-ЯЁ])(?:в|во|на|из|у|близ|около|через|под)\s+(?:[а-яё]+\s+){0,2}[«"]?[А-ЯЁ]|\b(?:in|at|near|from|on|to|of)\s+(?:the\s+)?(?:[a-z]+\s+)?[A-Z]|улиц|street|адрес|address/,
  },
  {
    asked:
      /(?<![а-яё])(?:кто|кого|кому|кем|чь[её]|чей|чья|чьи|чьим|чью|чьих)(?![а-яё])|как (?:звали|зовут)|\bwho(?:se|m)?\b/i,
    found: new RegExp(NAME),
  },
  {
    asked: /как называ|под каким названием|(?<![а-яё])имя(?![а-яё])|назвали|\bnamed?\b|\bcalled\b/i,
    found: new RegExp(`[«"][А-ЯЁA-Zа-я]|${NAME}|называ|called|named`),
  },
  {
    asked:
      /что такое|что (?:означа|значит)|what (?:is|are) (?:(?:an?|the) )?\w{1,60}\s{0,3}\?|what does .{1,100} mean/i,
    found: /\s[—–-]\s|является|называ|означа|\b(?:is|are) (?:an?|the)\b|\bmeans?\b|\bcalled\b|refers to/i,
  },
];

/**
 * Returns the pattern of an answer to "who", "where", "why" or "which year"; undefined for other forms of questions.
 */
export const expectedThing = (question: string): RegExp | undefined =>
  forms.find(({ asked }) => asked.test(question))?.found;
