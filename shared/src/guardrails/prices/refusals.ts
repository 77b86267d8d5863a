import { wholeWords } from '../../text/word-pattern.ts';
import type { Surroundings } from './surroundings.ts';

const cannotRu =
  '(?:не\\s+(?:можем|могу|может|сможем|смогу|сможет|получится|получается|удастся|вправе|готовы?|будем|буду|в силах)|нельзя|невозможно|нет возможности)';
const CANNOT = wholeWords(
  `${cannotRu}|cannot|can['’]?t|can not|unable|not able|won['’]?t|will not|do not|don['’]?t|does not|doesn['’]?t|couldn['’]?t|not possible|impossible|not allowed|not authori[sz]ed|isn['’]?t|is not|are not|aren['’]?t|no such`,
);
const CANNOT_AT_END = new RegExp(`(?<!\\p{L})(?:${cannotRu}|нет)[\\s.,]*$`, 'iu');
const OFFER = wholeWords(
  'прода\\p{L}+|отда\\p{L}+|да(?:ть|дим)|предлож\\p{L}+|предлага\\p{L}+|сдела\\p{L}+|подтверд\\p{L}+|подтвержда\\p{L}+|сниз\\p{L}+|снижа\\p{L}+|предостав\\p{L}+|оформ\\p{L}+|уступ\\p{L}+|пообеща\\p{L}+|обеща\\p{L}+|гарантир\\p{L}+|назва\\p{L}+|примен\\p{L}+|забронир\\p{L}+|сда(?:ть|дим)|провести|посчита\\p{L}+|выстав\\p{L}+|sell|give|giving|offer|confirm|provide|promise|apply|lower|reduce|match|accept|go|make|order|place|let|grant|guarantee|book|rent|quote|honou?r|process|have|discount|price|available|possible|valid|correct|listed|true|do',
);
const DOES_NOT = wholeWords(
  'не\\s+(?:прода\\p{L}+|отда\\p{L}+|да[её]\\p{L}*|предлага\\p{L}+|дела\\p{L}+|предоставля\\p{L}+|предусмотрен\\p{L}*|действу\\p{L}+|подтвержда\\p{L}+|распространя\\p{L}+|бывает|существует|соответству\\p{L}+|указан\\p{L}*|значится|нашл\\p{L}*|наш[её]л|вижу|видим|подход\\p{L}+|хватит)|нет\\s+(?:так\\p{L}+\\s+)?(?:скид\\p{L}+|акци\\p{L}+|цен\\p{L}*|промокод\\p{L}*)|(?:скид|цен|акци|промокод)\\p{L}*[^,]{0,80} нет|недоступн\\p{L}*|отсутству\\p{L}+|неверн\\p{L}*|ошибочн\\p{L}*|ниже (?:нашей|наших|прайс\\p{L}*|цены|каталог\\p{L}*)|(?:below|less than) (?:our|the) (?:list |catalogue )?prices?|no (?:such )?[^,]{0,20}(?:discount|price|offer)s?',
);
const JUST_NOT = /(?<!\p{L})(?:не|not)\s+(?:за |по |for |at )?$/iu;
/** "I cannot refuse" is not a refusal. */
const UNLESS = wholeWords(
  'отказ\\p{L}+|проблем\\p{L}*|вопрос\\p{L}*|возражен\\p{L}*|не согласиться|возраз\\p{L}+|спорить|противит\\p{L}+|устоять|не (?:предложить|дать|отдать|сделать|продать|уступить|подтвердить)|больше чем|меньше|refus\\p{L}+|say no|argue|deny|resist|object|disagree|only|help but|just',
);
const ASKS = wholeWords(
  "уточн(?:ю|им)|спрошу|спросим|узна(?:ю|ем)|запрошу|переда(?:м|дим|л|ла|ю|но)|рассмотр\\p{L}+|решит|решает|решить|подтвердит только|(?:сможем|возможн\\p{L}+|получится) ли|(?:i|we)(?:['’]ll| will| have|['’]ve) (?:ask\\p{L}*|check\\p{L}*|pass\\p{L}*|forward\\p{L}*)|let me (?:ask|check)|whether|a colleague (?:will|has to|must|can)",
);
const AGREED = wholeWords(
  'ваш|ваша|договорились|согласован\\p{L}*|подтвержд[её]н\\p{L}*|одобрен\\p{L}*|оформ\\p{L}+|yours|deal|confirmed|agreed|approved|granted',
);
/** Whether the text says that the amount is not possible, or that somebody has to be asked. */
export const isRefused = ({ sentence, clause, before }: Surroundings): boolean => {
  if (UNLESS.test(clause)) return false;
  return (
    (ASKS.test(sentence) && !AGREED.test(sentence)) ||
    JUST_NOT.test(before) ||
    DOES_NOT.test(clause) ||
    CANNOT_AT_END.test(clause) ||
    (CANNOT.test(clause) && OFFER.test(clause))
  );
};
