import { wholeWords } from '../text/word-pattern.ts';

/** Nouns and small words that end like a Russian verb in the past tense, folded. */
const NO_VERBS = new Set(
  (
    'зал зала залы бал балла канал материал персонал идеал журнал сериал металл квартал финал терминал портал подвал овал скандал ритуал капитал филиал потенциал арсенал интервал мемориал криминал штурвал перевал обвал привал вокал бокал аксессуал ' +
    'стол стола пол пола футбол волейбол баскетбол гандбол протокол укол холл гол раскол прикол частокол валидол ' +
    'крокодил винил акрил мобил дебил тыл мыл пыл стул стула караул прогул загул ' +
    'отдел раздел предел мел удел водораздел начала зала кала скала шкала сила людмила камила вила правила белила чернила могила горилла ванила ' +
    'дела тела отдела школа кола акула формула пила неделя ' +
    'или если ли али коли чили детали печали медали вуали педали хали вдали вуаля недели апрели мебели отели модели качели цели ели земли кровли пули были бы ' +
    'мало начало одеяло покрывало зеркало жало сало дело тело мыло мерило светило около пекло тепло село весло масло число кресло стекло ремесло ' +
    'мал цел бел зол мил хил бал бол пил тел мала цела бела мила светла смела тепла зла малы целы милы'
  ).split(' '),
);
/** Verbs in the past tense that tell of a wish or a decision for the future. */
const WISHES =
  /^(?:хоте|думал|реши|планирова|собира|намерева|мечта|передумал|понял|поняла|поняли|забы|узна|уви[дж]|вспомни|подума|прочита|услыша|посмотре|интересова|написал|звонил|позвонил|спрашива|говори|сказал|выбра|определил)/u;
const RU_PAST = /^\p{L}+(?:[аяиеыоу])л(?:а|и|о)?(?:сь|ся)?$/u;
const EN_PAST = wholeWords(
  "(?:i|we|she|he|they|it|you|who|guys)\\s{1,20}(?:just\\s{1,20}|already\\s{1,20})?(?:was|were|had|did|came|went|bought|ordered|visited|stayed|paid|met|got|dropped|received|picked|brought|saw|left|sent|tried|called|wrote|spoke|talked|agreed|emailed|chatted|discussed|hired|rented|used|took|stopped|broke|bought|arrived|didn['’]?t)|yesterday|ago|last\\s{1,20}(?:time|year|month|week|night|monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
);
const EN_DONE = wholeWords(
  '(?:received|bought|ordered|delivered|installed|repaired|fixed|serviced|sold|shipped|dated|issued|made|done|from our (?:visit|stay))\\s{1,20}(?:it\\s{1,20})?(?:on|in)',
);
/** "I need my lashes done on Friday". */
const EN_TO_DO = wholeWords('need|needs|want|wants|wanna|get|getting|have|having|like|be');
const RU_EARLIER = wholeWords(
  'вчера|позавчера|назад|раньше|в\\s{1,20}прошл\\p{L}{1,30}|прошл(?:ый|ая|ое|ую|ой|ого|ом)|давно',
);

/** Whether a clause tells what has already happened: «заказывали у вас в понедельник», "we met on May 9". */
export const tellsPast = (clause: string): boolean =>
  EN_PAST.test(clause) ||
  (EN_DONE.test(clause) && !EN_TO_DO.test(clause)) ||
  RU_EARLIER.test(clause) ||
  hasPastVerb(clause);

const hasPastVerb = (clause: string): boolean =>
  !/(?<!\p{L})бы(?!\p{L})/iu.test(clause) &&
  [...clause.matchAll(/\p{L}+/gu)].some(({ 0: written }) => {
    const word = written.toLowerCase().replaceAll('ё', 'е');
    return RU_PAST.test(word) && word.length >= 3 && !NO_VERBS.has(word) && !WISHES.test(word);
  });
