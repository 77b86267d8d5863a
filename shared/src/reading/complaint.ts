import { sentencesOf } from '../search/language/sentences.ts';
import { wholeWords } from '../text/word-pattern.ts';
import { asksInside, isQuestion } from './asking.ts';

/** What a business or its people did badly, whatever is asked besides. */
const FAULT: readonly RegExp[] = [
  wholeWords(
    [
      'не(?:\\s+|-)?довол(?:ен|ьна|ьны)|разочаров\\p{L}+|жалоб[аыу]|жалуюсь|жаловаться|претензи[яию]|(?:на)?хам(?:ил\\p{L}*|ят|ит)|нагруб\\p{L}+|груб(?:ил[аи]?|ят|ит|иянк\\p{L})|орал\\p{L}?|кричит|кричал\\p{L}*|наорал\\p{L}*|так себе обслуживание|несправедливо|безответственн\\p{L}+|непрофессиональн\\p{L}+|никаких извинений|не извинил\\p{L}+',
      '(?:верните|возместите|компенсируйте)\\s+(?:\\p{L}+[\\s,]+){0,4}(?:деньги|лишнее|половину|разницу|сумму|оплату|ущерб|стоимость|предоплату|залог|депозит)|кто\\s+(?:мне\\s+|нам\\s+)?(?:это\\s+)?(?:оплатит|возместит|компенсирует|вернет|верн[её]т)',
      '(?:дважды|два раза|лишн\\p{L}+|не ту сумму)\\s+(?:\\p{L}+\\s+){0,2}(?:посчита\\p{L}+|списа\\p{L}+|сня\\p{L}+|взя\\p{L}+|удержа\\p{L}+)|(?:посчита\\p{L}+|списали|сняли|взяли|удержали)\\s+(?:\\p{L}+\\s+){0,3}(?:дважды|два раза|лишн\\p{L}+|больше|за)|обсчита\\p{L}+',
      '(?:ваш(?:а|е|его|ей|им|их|у|и|ему)?|после\\s+(?:ваш\\p{L}+|вас))\\s+(?:\\p{L}+\\s+){0,5}(?:сломал\\p{L}+|раскол\\p{L}+|заглох\\p{L}*|отвалил\\p{L}+|разбил\\p{L}*|испорти\\p{L}+|потекл?\\p{L}*|протек\\p{L}*|лопнул\\p{L}*|порвал\\p{L}+|перестал\\p{L}*|стучит|скрипит|глючит|болит|воспалил\\p{L}+|не\\s+(?:работа|держит|включа|откры|закры|приш|приех)\\p{L}*)',
      '(?:сожгли|испортили|поцарапали|разбили|сломали|порвали|перепутали|залили|обманули|нахамили|поломали|недовезли|недоложили)|(?:свадьб|праздник|поездк|вечер|отпуск|мероприяти)\\p{L}*\\s+(?:был[аои]?\\s+)?(?:сорван\\p{L}*|испорчен\\p{L}*)',
      '(?:опоздал\\p{L}*|приш[её]л\\p{L}*|приехал\\p{L}*|пришл[аи])\\s+(?:\\p{L}+\\s+){0,2}на\\s+(?:\\p{L}+\\s+|\\d+\\s+){0,2}(?:час\\p{L}*|минут\\p{L}*|полчаса|дня|день)(?:\\s+(?:позже|поздн\\p{L}+))?|(?:опоздал[аи]?|позже)\\s*(?:,|и|$)',
      '(?:уже|который|второй|третий|целую|целый|битый|вторую|третью)\\s+(?:\\p{L}+\\s+){0,3}жд(?:у|[её]м|ал\\p{L}*)|ждал[аи]?\\s+(?:больше\\s+|почти\\s+|целый\\s+)?(?:час|два часа|полтора|неделю|месяц|\\d+ (?:мин\\p{L}*|час\\p{L}*|дн\\p{L}*))|(?:второй|третий|четв[её]ртый|который)\\s+раз\\s+(?:\\p{L}+\\s+){0,2}(?:приезжаю|прихожу|обращаюсь|переделыва\\p{L}+|ломается|сдаю)',
      'роспотребнадзор\\p{L}*|росздравнадзор\\p{L}*|прокуратур\\p{L}+|в суд|книг\\p{L} жалоб|напишу отзыв|плохой отзыв|разберитесь|примите меры|требую|отравил\\p{L}+|(?:качество|обслуживание|сервис|еда|уборка)\\s+(?:\\p{L}+\\s+)?(?:ужас\\p{L}+|отврат\\p{L}+|никак\\p{L}+|плох\\p{L}+|низк\\p{L}+|ниже\\s+плинтуса)',
      '(?:до сих пор|так и|уже (?:неделю|месяц|день|час)|третий день)\\s+(?:\\p{L}+\\s+){0,2}(?:не|нет|ни)\\s+\\p{L}+|жд\\p{L}{1,4}\\s+(?:\\p{L}+\\s+){0,3}(?:второй|третий|четв[её]ртый|пятый|который)\\s+(?:час|день|месяц)|прош[её]л\\p{L}?\\s+(?:уже\\s+)?(?:месяц|недел\\p{L}|два|три)|завял\\p{L}*|сгнил\\p{L}*|протух\\p{L}*|тухл\\p{L}+|тараканы|(?:через|на следующий|спустя|в первый же)\\s+(?:\\p{L}+\\s+)?(?:день|час|недел\\p{L}|раз)\\s+(?:уже\\s+)?(?:сломал|отвалил|порвал|перестал|развалил|облез|потек|сдох)\\p{L}*',
    ].join('|'),
  ),
  wholeWords(
    [
      "(?:not|isn['’]?t|wasn['’]?t|aren['’]?t|un)\\s?happy(?: with| about)|disappoint(?:ed|ing)|dissatisfied|complaint|complain|(?:was|were|is|are|so|very) rude|rude (?:staff|to)|unprofessional|not (?:ok|okay|acceptable|good enough)|appalling|shocking|disgrace\\p{L}*|shambles|gave a damn|gives a damn|couldn['’]?t care less|no apology|poor quality|bad quality|(?:dead|broken|damaged|wilted|melted) on arrival|wilted|rotten|mouldy|moldy|food poisoning|fell apart|falling apart|stopped working (?:after|the)|(?:broke|ruined|damaged|scratched|dented|stained|tore|spilled|smashed) (?:my|our)|still (?:no|haven['’]?t|have not|hasn['’]?t|not|waiting)|(?:it['’]?s|has) been (?:over )?(?:\\p{L}+|\\d+) (?:hours|days|weeks|months) (?:and|since)",
      "overcharged|(?:charged|billed) (?:me |us )?(?:twice|double|wrong\\p{L}*|too much|extra)|double[- ]charged|money back|compensat\\p{L}+|who['’]?s (?:going to )?pay(?:ing)? for (?:this|it)|partial refund|refund (?:me|us|half|the (?:difference|difference))",
      "(?:you|your (?:\\p{L}+\\s+){1,2}|you guys|they)\\s*(?:\\p{L}+\\s+){0,2}(?:broke|ruined|damaged|scratched|lost|forgot|messed up|screwed up|wrecked|burn(?:ed|t)|mixed up)|(?:after|since) (?:your|you) (?:\\p{L}+\\s+){0,4}(?:again|broke\\p{L}*|stopped|squeal\\p{L}*|leak\\p{L}*|dead|fail\\p{L}*|worse)|you (?:guys )?(?:replaced|fixed|repaired|installed|changed|serviced) (?:\\p{L}+\\s+){1,8}(?:dead|broken|stopped|again|worse|not working|doesn['’]?t)",
      "(?:nobody|no one|noone) (?:\\p{L}+\\s+){0,2}(?:showed|came|called|answers?|answered|turned up|replied|helped|cared)|(?:never|didn['’]?t|did not|hasn['’]?t|has not|haven['’]?t|have not)\\s+(?:arrived?|come|came|show(?:ed|n)?(?: up)?|turn(?:ed)? up|gotten|called? (?:me )?back|repl(?:y|ied)|been delivered)|(?:third|second|fourth) (?:time|visit)|still waiting|been waiting|(?:arrived|came|was delivered) (?:\\p{L}+\\s+)?(?:late|wrong|dirty|cold|broken|damaged)|wrong (?:item|order|size|address)",
      '(?:was|were|came|is|are) (?:\\p{L}+\\s+){0,2}(?:filthy|dirty|cold|uneven|disgusting|terrible|awful|horrible|ruined|inedible|freezing|smelly|a mess)(?=[^?]*$)',
    ].join('|'),
  ),
];

/** Matches words for a thing that is broken or missing. The customer may be asking for a repair instead of complaining. */
const TROUBLE = wholeWords(
  [
    'не\\s+(?:работает|работают|приехал\\p{L}*|приш[её]л|пришл\\p{L}+|привезли|прив[её]з\\p{L}*|дош[её]л|дошл\\p{L}+|доставили|вернули|перезвонил\\p{L}*|ответил\\p{L}*|отвечает[ея]?|включается|открывается)',
    'сломан\\p{L}*|сломал(?:ся|ась|ось|ись)|разбит\\p{L}*|бракованн\\p{L}+|испорч\\p{L}+|поврежд[её]н\\p{L}*|порван\\p{L}*|отвалил\\p{L}+|опоздал\\p{L}*|задержал\\p{L}*|холодн(?:ый|ая|ое|ые)\\s+(?:\\p{L}+\\s+)?(?:суп|борщ|еда|блюдо|пицца)',
    "broken|damaged|defective|faulty|(?:doesn['’]?t|does not|don['’]?t|not) work(?:ing)?|not happy",
  ].join('|'),
);

/** Whether the customer says that the business failed them, or that something went wrong and asks nothing. */
export const complains = (text: string): boolean =>
  (FAULT.some((fault) => fault.test(text)) && !asksPolicy(text)) || (TROUBLE.test(text) && !asksInside(text));

/** "Что будет, если опоздал на час?" asks about the rules. */
const asksPolicy = (text: string): boolean => {
  const sentences = sentencesOf(text);
  return (
    sentences.every(({ value }) => POLICY.test(value) || isQuestion(value)) &&
    sentences.some(({ value }) => POLICY.test(value))
  );
};
const POLICY = wholeWords(
  'если|как|можно|ли|какие|какой|условия|когда|куда обращаться|if|how|can|could|do you|does|what|when|policy|is there',
);
