import { wholeWords } from '../../text/word-pattern.ts';

/** Capitalized words that begin something else, as in texts without full stops: "Acme How much", "Анна Хочу". */
const OTHER_WORD = wholeWords(
  [
    'я|мы|вы|ты|он|она|они|мой|моя|мо[её]|мои|наш(?:а|е|и)?|ваш(?:а|е|и)?|мне|нам|вам|меня|нас|вас|это|этот|так|там|тут|здесь|вот|или|если|но|да|нет|не|ни|уже|ещ[её]|очень|просто|тоже|только|сейчас|сегодня|завтра|вчера',
    'как|какой|какая|какое|какие|что|кто|где|куда|когда|почему|зачем|сколько|поч[её]м|чем|чей|можно|нужно|надо|нуж(?:ен|на|ны)|есть|будет|было|хочу|хотим|хотел(?:а|и)?|хотелось|ищу|ищем|жду|жд[её]м|прошу|просим|пишу|звоню|могу|можем|думаю|беру|бер[её]м|согласен|согласна|согласны|готов(?:а|ы)?|рад(?:а|ы)?|директор|владелец|менеджер|клиент|компания|фирма|телефон|тел|номер|почта|адрес|бюджет|заказ|цена|цены|спасибо|пожалуйста|привет|здравствуйте|добрый|доброе|интересует|интересуют|интересно|планируем|планирую|подскажите|скажите|перезвоните|позвоните|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|москва',
    'i|we|you|he|she|they|it|my|our|your|his|her|their|this|that|these|there|here|what|when|where|which|who|why|how|is|are|am|was|were|do|does|did|can|could|would|will|should|may|have|has|had|need|want|looking|interested|please|thanks?|hello|hi|hey|yes|no|not|and|but|or|so|if|just|for|from|with|the|a|an|at|on|in|to|let|call|email|phone|tell|send|sorry|happy|good|fine|ok|okay|sure|late|ready|great|wrong|right|true|possible|urgent|also|monday|tuesday|wednesday|thursday|friday|saturday|sunday|telegram|whatsapp|ceo|cto|cfo',
  ].join('|'),
);
/** Endings of Russian verbs that names do not have: "узнать", "подскажите", "приглашаю". */
const VERB_ENDING = /\p{Ll}(?:ть(?:ся)?|[ауя]ю(?:сь)?|[аяиеё]ете|[иеё]те(?:сь)?|йте)$/u;

/** Whether a word begins or continues something other than a name. */
export const isOtherWord = (word: string): boolean =>
  OTHER_WORD.exec(word)?.[0].length === word.length || VERB_ENDING.test(word);

/**
 * Cuts a run of capitalized words before the one that begins something else; returns an empty string if that is the
 * first.
 */
export const endName = (words: string): string => {
  let end = 0;
  for (const { 0: word, index } of words.matchAll(/[^\s,]+/gu)) {
    if (isOtherWord(word)) break;
    end = index + word.length;
  }
  return words.slice(0, end);
};
