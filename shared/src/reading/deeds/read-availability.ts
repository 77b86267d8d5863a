import { foldText } from '../../search/language/fold-text.ts';
import { wholeWords } from '../../text/word-pattern.ts';
import { namesTime } from './is-specific.ts';

const BOOKABLE_RU =
  '(?:мест\\p{L}*|местечк\\p{L}*|столик\\p{L}*|стол|столы|номер\\p{L}*|номерк\\p{L}*|комнат\\p{L}*|зал\\p{L}{0,2}|окошк\\p{L}*|окошеч\\p{L}*|окно|окна|окон|слот\\p{L}*|запис[ьи]|врем(?:я|ени)|дат[аы]|билет\\p{L}*|мастер\\p{L}{0,2}|врач\\p{L}{0,2}|тренер\\p{L}{0,2}|машин\\p{L}{1,2}|домик\\p{L}*|беседк\\p{L}*|корт\\p{L}{0,2}|дорожк\\p{L}*|час\\p{L}{0,2})';
const BOOKABLE_EN =
  '(?:table|room|slot|spot|space|appointment|opening|availability|vacanc(?:y|ies)|place|seat|ticket|time|date|court|lane|cabin|car|van|technician|stylist|plumber|electrician|anything|something|session|bed|class)s?';

/** These are free of charge or open, but are not booked. */
const NOT_BOOKED = wholeWords(
  'до (?:которого|скольки|какого)|(?:во |со )?сколько|сколько|парковк\\p{L}*|wi-?fi|вай-?фай|вход|посещени\\p{L}*|бесплатн\\p{L}*|доставк\\p{L}*|parking|wifi|breakfast|entry|admission|delivery|kids|children|cancell?ation|coffee|of charge|open on|без (?:записи|брони|предварительн\\p{L}+)|walk-?ins?|without (?:an? )?(?:appointment|booking)',
);
const FREE_RU = wholeWords('свобод(?:ен|на|но|ны)|незанят\\p{L}*|не занят\\p{L}*');
const FREE_THING_RU = wholeWords(
  `свободн(?:ые|ых|ое|ый|ая|ого|ую)\\s+(?:\\p{L}+\\s+)?${BOOKABLE_RU}|(?:есть|остал(?:ись|ось|ся)|найд[её]тся|будет|имеются)\\s+(?:ли\\s+|у вас\\s+|ещ[её]\\s+|какие-?(?:нибудь|то)\\s+){0,3}(?:окошк\\p{L}*|окошеч\\p{L}*|местечк\\p{L}*|свободн\\p{L}+)`,
);
const HAVE_RU = wholeWords(
  `(?:есть|остал(?:ись|ось|ся)|найд[её]тся|будет|будут|что-?(?:нибудь|то)|занят[аоы]?)\\s+(?:\\p{L}+\\s+){0,4}|${BOOKABLE_RU}\\s+(?:\\p{L}+\\s+){0,5}(?:есть|остал(?:ись|ось|ся)|найд[её]тся|будет|можно)`,
);
const BOOKABLE_ANY_RU = wholeWords(BOOKABLE_RU);
const TAKEN_RU = wholeWords('занят[аоы]?|что-?(?:нибудь|то) (?:есть|свободн\\p{L}+)|есть (?:что|чего)-?(?:нибудь|то)');
const MAY_RU = wholeWords('можно|получится|реально');
const TO_YOU_RU = wholeWords('к вам');
/** Who or what comes along is a matter of rules. */
const WITH_RU = wholeWords('с (?:собакой|животн\\p{L}+|реб[её]нком|детьми|коляской|со?бой|друзьями)|со сво\\p{L}+|без');
const FREE_EN = wholeWords(
  'free|available|availability|vacant|vacanc(?:y|ies)|openings?|taken|booked|booked up|fully booked|open for',
);
const HAVE_EN = wholeWords(
  `(?:have|got|any|any chance of|is there|are there|get)\\s+(?:you\\s+|us\\s+)?(?:got\\s+)?(?:an?\\s+|any\\s+|some\\s+|the\\s+)?(?:\\p{L}+\\s+)?${BOOKABLE_EN}`,
);

/** "Is it free on the 5th?", «есть окошко на завтра?»: only the book of appointments knows, not the knowledge base. */
export const asksAvailability = (text: string, isSpecific: boolean): boolean => {
  const folded = foldText(text);
  if (NOT_BOOKED.test(folded)) return false;
  if (FREE_RU.test(folded) || FREE_THING_RU.test(folded)) return true;
  if (!isSpecific) return false;
  if (FREE_EN.test(folded) || HAVE_EN.test(folded) || TAKEN_RU.test(folded)) return true;
  if (MAY_RU.test(folded) && !WITH_RU.test(folded) && (TO_YOU_RU.test(folded) || namesTime(text) || isShort(folded)))
    return true;
  return BOOKABLE_ANY_RU.test(folded) && (HAVE_RU.test(folded) || MAY_RU.test(folded));
};

/** "А завтра можно?" */
const isShort = (text: string): boolean => text.trim().split(/\s+/u).length <= 4;
