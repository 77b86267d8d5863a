/** `out`: the person wants no unsolicited messages; `in`: they want them again. */
export type Consent = 'out' | 'in';

const WRITE_RU = '(?:писать|присылать|слать|отправлять|беспокоить|надоедать|напоминать)';
const PLEASE_NOT_RU = 'не (?:надо |нужно |стоит )?(?:мне |нам |меня |нас )?(?:больше |никогда )?';
const WRITE_EN =
  '(?:messag(?:e|ing)|writ(?:e|ing)|text(?:ing)?|contact(?:ing)?|e-?mail(?:ing)?|bother(?:ing)?|spam(?:ming)?)';
const THINGS_RU = '(?:сообщени[яей]+|рассылк[аиуе]|рассылок|напоминани[яей]+|уведомлени[яей]+|реклам[ауыу])';
const THINGS_EN =
  '(?:(?:any |more |your |the |these |all )*(?:messages?|reminders?|texts?|e-?mails?|notifications?|ads))';
const WHOM_EN = '(?: to)?(?: me| us)?(?: here)?';
const EVER_EN = '(?: again| any ?more| any longer| ever)?(?: again)?';

/** Words that count only as the whole message: "Стоп, а цена?" asks for a price. */
const commands: Readonly<Record<Consent, RegExp>> = {
  out: /^(?:стоп|отписк[аи]|отписаться|отпишите|stop|stop ?all|opt ?out|unsub)$/u,
  in: /^(?:(?:да )?(?:снова |опять )?(?:пишите|присылайте|напоминайте)(?: (?:мне|нам|снова|опять|дальше))*|старт|подписаться|start|\/start|unstop|(?:yes )?(?:write|message|text)(?: to)? me(?: again)?|yes (?:write|message|text)|opt ?in|subscribe)$/u,
};

/** Phrases that also count as one clause of a longer message. */
const phrases: Readonly<Record<Consent, RegExp>> = {
  out: new RegExp(
    `^(?:${[
      `(?:больше |никогда |мне |нам |меня |нас )*${PLEASE_NOT_RU}(?:пишите|пиши|присылайте|присылай|шлите|отправляйте|беспокойте|беспокой|напоминайте|${WRITE_RU})(?: мне| нам| меня| нас| больше| сюда| никогда| ${THINGS_RU})*`,
      `(?:хватит|перестаньте|перестань|прекратите|прекращайте|завязывайте)(?: мне| нам| меня| нас)? ${WRITE_RU}(?: мне| нам| меня| нас| сюда| ${THINGS_RU})*`,
      `(?:хочу |прошу |можно |как )?(?:отпишите|отписать|отпиши|удалите|уберите|исключите|вычеркните)(?: меня| нас| мой номер| мои контакты)+(?: из| от| с)?(?: вашей| вашего| всех| этой| всего)?(?: ${THINGS_RU}| базы| списка| рассылок)?`,
      `(?:хочу |прошу )?(?:отпишите|отписаться|отписываюсь|отказываюсь)(?: от)(?: вашей| вашего| всех| этой| ваших| всего)?(?: ${THINGS_RU}| рассылок)`,
      `(?:отключите|уберите|остановите|прекратите)(?: мне)?(?: вашу| эту| эти| ваши| все)? ${THINGS_RU}`,
      `(?:do not|don't|dont|never) (?:ever )?${WRITE_EN}${WHOM_EN}${EVER_EN}`,
      `(?:do not|don't|dont) send${WHOM_EN} ${THINGS_EN}${EVER_EN}`,
      `(?:stop|quit) ${WRITE_EN}${WHOM_EN}${EVER_EN}`,
      `stop sending${WHOM_EN}(?: ${THINGS_EN})?${EVER_EN}`,
      `no more ${THINGS_EN}`,
      `(?:i want to |i'd like to |i would like to )?(?:unsubscribe|opt out)(?: me| us)?(?: from (?:this|all|your|these|the)(?: ${THINGS_EN}| list)?)?`,
      '(?:take|remove) (?:me|us|my number) (?:off|from) (?:your|the|this) (?:mailing )?(?:list|database)',
      'leave me alone',
    ].join('|')})$`,
    'u',
  ),
  in: /^(?:(?:можете|можно|разрешаю|давайте) (?:снова |опять |мне )*(?:писать|напоминать|присылать)(?: мне| снова| опять)*|(?:снова |опять )?подпишите меня(?: снова| обратно)?|you (?:can|may) (?:write|message|text)(?: to)? me(?: again)?|subscribe me(?: again)?)$/u,
};

/** "Не пишите мне больше, чем нужно": the continuation changes the meaning. */
const LIMITS =
  /^(?:чем|как|пока|если|когда|до|после|кроме|а|но|лучше не|than|until|till|unless|if|when|but|except|before|after|while)(?: |$)/u;
const CONDITIONS = /^(?:если|когда|пока|почему|зачем|if|when|why|until)(?: |$)/u;
const FILLERS =
  /(?<![\p{L}\p{N}])(?:пожалуйста|плиз|здравствуйте|привет|добрый (?:день|вечер)|спасибо(?: большое)?|прошу вас|очень прошу|прошу|слушайте|все|please|pls|hello|hi|hey|thanks|thank you|kindly|ok|just)(?![\p{L}\p{N}])/gu;

/**
 * Reads an opt-out or opt-in of unsolicited messages. It is strict: a command must be the whole message ("стоп",
 * "stop") and a phrase a whole clause ("не пишите мне больше", "stop texting me"). "Стоп-лист" and "автобус стоп" are
 * neither. If both are present, the last one counts.
 */
export const readConsent = (text: string): Consent | undefined => {
  const plain = normalize(text);
  const whole = clean(plain);
  const command = wishes.find((wish) => commands[wish].test(whole) || phrases[wish].test(whole));
  if (command && !plain.endsWith('?')) return command;
  return plain
    .split(/(?<=[.!?\n;…])/u)
    .flatMap((sentence) => readSentence(sentence) ?? [])
    .at(-1);
};

const wishes: readonly Consent[] = ['out', 'in'];
const MAX_LENGTH = 1000;

const normalize = (text: string): string =>
  text.slice(0, MAX_LENGTH).normalize('NFKC').toLowerCase().replaceAll('ё', 'е').replace(/[’‘`]/gu, "'").trim();

/** Removes pleasantries and punctuation. A hyphen within a word is kept, so that "стоп-лист" stays one word. */
const clean = (text: string): string =>
  text
    .replace(FILLERS, ' ')
    .replace(/(?<![\p{L}\p{N}])-|-(?![\p{L}\p{N}])/gu, ' ')
    .replace(/[^\p{L}\p{N}'\-/]+/gu, ' ')
    .trim();

const readSentence = (sentence: string): Consent | undefined => {
  if (sentence.trim().endsWith('?')) return undefined;
  const clauses = sentence
    .split(/[,:—–]| - /u)
    .map(clean)
    .filter((clause) => clause !== '');
  if (CONDITIONS.test(clauses[0] ?? '')) return undefined;
  return wishes.find((wish) =>
    clauses.some((clause, at) => phrases[wish].test(clause) && !LIMITS.test(clauses[at + 1] ?? '')),
  );
};
