import { sentencesOf } from '../search/language/sentences.ts';
import { type Found, wholeWords } from '../text/word-pattern.ts';

const NEED = wholeWords(
  "нуж(?:ен|на|но|ны)|ищем|ищу|требуется|требуются|планируем|планирую|интересует|интересуют|подберите|закажем|хо(?:тим|чу|тел(?:и|а)?)(?:\\s+бы)?\\s+(?:заказать|купить|приобрести|арендовать|снять|провести|организовать|забронировать|сделать|отметить|оформить)|need|needs|looking for|interested in|planning|(?:want|would like|['’]d like) to (?:order|buy|purchase|book|rent|hire|organi[sz]e|host|hold|arrange)|require",
);
const NOT_A_NEED = wholeWords(
  "нуж(?:ен|на|но|ны) ли|не нуж(?:ен|на|но|ны)|не интересует|не требуется|нужн[оа] (?:знать|узнать|уточнить|подождать|согласовать)|(?:do|does|will|would|did)\\s+(?:i|we|you|one|they|\\p{L}+)\\s+need|need to know|(?:вам|тебе|ему|ей|им|у вас) нуж(?:ен|на|но|ны)|(?:друг|подруга|сестра|брат|знакомый|знакомая|коллега|сосед(?:ка)?|(?:my|a|our) (?:friend|sister|brother|colleague|neighbou?r))\\s+(?:\\p{L}+\\s+)?(?:ищет|is|needs|wants|planning|looking)|don['’]?t need|no need|not interested|not looking|need (?:approval|to ask|to check|help)",
);

/** "Нужен паспорт?" asks what is required of the customer, not what they need. */
const ASKED_FOR = /^\s*(?:а\s+|и\s+)?нуж(?:ен|на|но|ны)\s[^.!]*\?\s*$/iu;

/** Finds the sentence that says what the customer wants. */
export const findNeed = (text: string): Found<string> | undefined =>
  sentencesOf(text).find(
    ({ value }) => NEED.test(value) && !NOT_A_NEED.test(value) && !ASKED_FOR.test(value) && value.length > 8,
  );

const AUTHORITY = wholeWords(
  "(?:я|мы)\\s*[-–—]?\\s*(?:сам[аи]?\\s+)?(?:принимаю решени[ея]|решаю)|я\\s*[-–—]?\\s*(?:генеральный|исполнительный|коммерческий|технический|финансовый)?\\s*(?:директор|владелец|владелица|собственник|руководитель|основатель|учредитель|закупщик)|решени[ея] (?:принимает|за)\\s+[^.,!?\\n]{2,60}|(?:нужно|надо|должн[аы]?) (?:будет )?согласовать с\\s+[^.,!?\\n]{2,60}|i['’]?\\s?a?m the (?:owner|ceo|founder|director|decision[- ]maker|head of \\p{L}+)|i (?:make the decision|decide)|(?:my|our) (?:boss|director|manager|ceo|board) (?:decides|approves|will decide|has to approve)|need approval from\\s+[^.,!?\\n]{2,60}",
);

/** Finds who decides about the deal, in the customer's words. */
export const findAuthority = (text: string): Found<string> | undefined => {
  const match = AUTHORITY.exec(text);
  return match ? { value: match[0].trim(), start: match.index, end: match.index + match[0].length } : undefined;
};
