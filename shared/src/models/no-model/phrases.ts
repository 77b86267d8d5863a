import type { Language } from '../../entities/declaring/fields.ts';
import type { DeedKind } from '../../reading/deeds/deed-kinds.ts';

/** All sentences that the rules say to customers. */
export type Phrases = {
  readonly hello: string;
  readonly askAway: string;
  readonly anythingElse: string;
  readonly thanks: string;
  readonly bye: string;
  readonly acknowledged: string;
  /** Thanks for details about the customer, and repeats them, so that they can be corrected. */
  readonly noted: (details: string) => string;
  readonly detail: Readonly<Record<Detail, (value: string) => string>>;
  /** Names what the customer wants done; the details follow. */
  readonly deed: Readonly<Record<DeedKind, string>>;
  /** Takes up what the customer wants done; `missing` is what should be asked for. */
  readonly takenUp: (deed: string, details: string) => string;
  /** Asks for what is missing. */
  readonly ask: (missing: readonly string[]) => string;
  readonly missing: Readonly<Record<MissingDetail, string>>;
  /** Acknowledges what was added to something taken up before. */
  readonly added: (details: string) => string;
  /** The knowledge base has no answer, and a person was notified. */
  readonly handedOver: string;
  /** The knowledge base has no answer, and nobody could be notified. */
  readonly notFound: string;
  /** Some of several questions are answered; a person was notified of the others. */
  readonly restHandedOver: string;
  /** Answers "How much is it?" when it is unclear what is meant. */
  readonly unclear: string;
  /** Introduces quotes from a knowledge base that is in the other language. */
  readonly otherLanguage: string;
  readonly personComes: string;
  /** A person will do what the customer wants and was notified. */
  readonly passedOn: string;
  /** Another question for a person who was notified before. */
  readonly passedOnToo: string;
  /** The customer finds a price too high, and a person was notified. */
  readonly dear: string;
  /** Answers a question that has nothing to do with the business. */
  readonly offTopic: string;
  readonly noAdvertising: string;
  /** Answers "Is anyone there?" */
  readonly present: string;
  /** The last answer did not help. */
  readonly again: string;
  readonly iAmBot: string;
  /** In a group, tells people who want something personal that they should write privately; where to write is appended. */
  readonly privateMatter: string;
  readonly sorry: string;
  /** To a customer who has not answered; how to opt out is appended. */
  readonly followUp: string;
  readonly followUpAbout: (words: string) => string;
  readonly optedOut: string;
  readonly optedIn: string;
};

export type Detail = 'name' | 'phone' | 'email' | 'company' | 'budget' | 'date' | 'guests';
/** What a person needs to do what the customer wants. */
export type MissingDetail = 'date' | 'newDate' | 'guests' | 'phone' | 'reference' | 'address';

const people = { ru: new Intl.PluralRules('ru'), en: new Intl.PluralRules('en') };
const guestsRu = (count: string): string =>
  `${count} ${people.ru.select(Number(count)) === 'few' ? 'человека' : 'человек'}`;
const guestsEn = (count: string): string =>
  `${count} ${people.en.select(Number(count)) === 'one' ? 'person' : 'people'}`;

/** "A booking on Friday", but "a booking: Anna": words of time continue a phrase. */
const CONTINUES =
  /^(?:на|в|во|с|со|к|ко|до|через|этим|сегодня|завтра|послезавтра|on|at|for|from|by|in|next|this|today|tonight|tomorrow)(?!\p{L})/iu;
const withDetails = (deed: string, details: string): string =>
  details === '' ? deed : `${deed}${CONTINUES.test(details) ? ' ' : ': '}${details}`;
const sentence = (text: string): string => (/[.!?…]$/u.test(text) ? text : `${text}.`);

export const phrases: Readonly<Record<Language, Phrases>> = {
  ru: {
    hello: 'Здравствуйте!',
    askAway: 'Чем помочь?',
    anythingElse: 'Подсказать что-нибудь ещё?',
    thanks: 'Пожалуйста! Будут вопросы — пишите.',
    bye: 'До свидания! Хорошего вам дня.',
    acknowledged: 'Хорошо! Если что, мы здесь.',
    noted: (details) => sentence(`Спасибо, вижу: ${details}`),
    detail: {
      name: (value) => value,
      phone: (value) => `телефон ${value}`,
      email: (value) => `почта ${value}`,
      company: (value) => value,
      budget: (value) => `бюджет ${value}`,
      date: (value) => value,
      guests: guestsRu,
    },
    deed: {
      book: 'нужна бронь',
      appoint: 'нужна запись',
      order: 'нужен заказ',
      hold: 'нужно отложить',
      move: 'нужен перенос',
      cancel: 'нужна отмена',
      extend: 'нужно продление',
      send: 'нужно прислать',
      call: 'нужен звонок',
      visit: 'нужен визит',
      tell: 'нужно передать коллегам',
      find: 'нужно проверить, свободно ли',
      status: 'нужно узнать, на каком всё этапе',
      late: 'планы изменились',
      other: 'нужна помощь',
    },
    takenUp: (deed, details) => sentence(`Понятно, ${withDetails(deed, details)}`),
    ask: (missing) => `Подскажите, пожалуйста, ${missing.join(' и ')}.`,
    missing: {
      date: 'на какой день и время',
      newDate: 'на какой день и время',
      guests: 'сколько будет человек',
      phone: 'телефон для связи',
      reference: 'имя или номер, на который всё оформлено',
      address: 'куда прислать',
    },
    added: (details) => (details === '' ? 'Спасибо, передам и это.' : sentence(`Спасибо, передам: ${details}`)),
    handedOver: 'Уточню у коллег: вопрос уже у них. Вам ответят здесь, как только кто-то освободится.',
    notFound: 'Не получилось найти ответ. Попробуйте, пожалуйста, спросить другими словами.',
    restHandedOver: 'Остальное уточню у коллег: вам ответят здесь же.',
    privateMatter: 'Этот чат читают все, поэтому такое лучше обсудить лично.',
    iAmBot:
      'На сообщения здесь сначала отвечает программа, по материалам компании. Если нужен человек, напишите «позовите человека».',
    unclear: 'Подскажите, пожалуйста, о чём речь: что именно вас интересует?',
    otherLanguage: 'У нас это описано по-английски:',
    personComes: 'Конечно. Вам ответит коллега, здесь же, как только освободится.',
    passedOn: 'Этим займётся коллега: ответит вам здесь, как только освободится.',
    passedOnToo: 'Передам коллеге и этот вопрос.',
    dear: 'Понимаем, цена важна. Спрошу у коллег, что можно предложить: ответят вам здесь, как только освободятся.',
    offTopic: 'С этим, к сожалению, не помогу: здесь отвечаем только на вопросы о нашей работе. О ней спрашивайте!',
    noAdvertising: 'Спасибо за предложение, нам это сейчас не нужно.',
    present: 'Да, мы на связи.',
    again: 'Попробуйте, пожалуйста, спросить другими словами. А если нужен человек, напишите «позовите человека».',
    sorry:
      'Очень жаль, что так вышло, извините. С этим разберётся коллега и ответит вам здесь, как только освободится.',
    followUp:
      'Здравствуйте! Возвращаемся к нашему разговору: вопрос ещё актуален? Если что-то осталось неясным, напишите, поможем.',
    followUpAbout: (words) =>
      `Здравствуйте! Вы писали: «${words}». Вопрос ещё актуален? Если что-то осталось неясным, напишите, поможем.`,
    optedOut: 'Хорошо, первыми мы вам больше не пишем. Если появится вопрос, напишите: здесь ответят.',
    optedIn: 'Хорошо, снова будем напоминать о себе. Чтобы это прекратить, напишите «стоп».',
  },
  en: {
    hello: 'Hello!',
    askAway: 'How can we help?',
    anythingElse: 'Is there anything else you would like to know?',
    thanks: 'You are welcome! Just write if you have more questions.',
    bye: 'Goodbye! Have a good day.',
    acknowledged: 'All right! We are here if you need anything.',
    noted: (details) => sentence(`Thank you, got it: ${details}`),
    detail: {
      name: (value) => value,
      phone: (value) => `phone ${value}`,
      email: (value) => `e-mail ${value}`,
      company: (value) => value,
      budget: (value) => `budget ${value}`,
      date: (value) => value,
      guests: guestsEn,
    },
    deed: {
      book: 'a booking',
      appoint: 'an appointment',
      order: 'an order',
      hold: 'something to put aside',
      move: 'a change of time',
      cancel: 'a cancellation',
      extend: 'an extension',
      send: 'something to send you',
      call: 'a call',
      visit: 'a visit',
      tell: 'a message for the team',
      find: 'a check whether it is free',
      status: 'a check of how far it is',
      late: 'a change of plans',
      other: 'a request',
    },
    takenUp: (deed, details) => sentence(`Sure, ${withDetails(deed, details)}`),
    ask: (missing) => `Could you please tell us ${missing.join(' and ')}?`,
    missing: {
      date: 'the day and time',
      newDate: 'the new day and time',
      guests: 'how many people will come',
      phone: 'a phone number',
      reference: 'the name or number that it is under',
      address: 'where to send it',
    },
    added: (details) =>
      details === '' ? 'Thank you, I will add that.' : sentence(`Thank you, I will add: ${details}`),
    handedOver: 'Let me ask a colleague: they have your question and will answer here as soon as they are free.',
    notFound: 'Sorry, there is no answer to that here. Could you ask in other words, please?',
    restHandedOver: 'A colleague has the rest of your question and will answer here.',
    privateMatter: 'Others read this chat, so this is better discussed in private.',
    iAmBot:
      'A program answers here first, from what the company has written. If you would rather have a person, write “call a person”.',
    unclear: 'Could you tell us a little more, please: what is it about?',
    otherLanguage: 'Our information about this is in Russian:',
    personComes: 'Of course. A colleague will answer you here as soon as they are free.',
    passedOn: 'A colleague will see to it and answer you here as soon as they are free.',
    passedOnToo: 'I will pass this question on to a colleague too.',
    dear: 'We understand that the price matters. Let me ask a colleague what can be done: they will answer here as soon as they are free.',
    offTopic:
      'Sorry, that is not something we can help with: only questions about our work are answered here. Ask away about that!',
    noAdvertising: 'Thank you for the offer, we do not need it at the moment.',
    present: 'Yes, we are here.',
    again: 'Could you ask in other words, please? If you would rather have a person, write “call a person”.',
    sorry: 'We are very sorry about this. A colleague will look into it and answer you here as soon as they are free.',
    followUp:
      'Hello! Coming back to our conversation: is this still of interest? If anything is unclear, write to us, we are glad to help.',
    followUpAbout: (words) =>
      `Hello! You wrote: “${words}”. Is this still of interest? If anything is unclear, write to us, we are glad to help.`,
    optedOut: 'All right, we will not write to you first any more. If you have a question, write: it is answered here.',
    optedIn: 'All right, you will hear from us again. To stop it, write “stop”.',
  },
};
