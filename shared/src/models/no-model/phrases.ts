import type { Language } from '../../entities/declaring/fields.ts';

/** All sentences that the rules say to customers. */
export type Phrases = {
  readonly hello: string;
  readonly askAway: string;
  readonly anythingElse: string;
  readonly thanks: string;
  readonly bye: string;
  readonly acknowledged: string;
  readonly noted: (details: string) => string;
  readonly detail: Readonly<Record<Detail, (value: string) => string>>;
  /** The knowledge base has no answer, and a person was notified. */
  readonly handedOver: string;
  /** The knowledge base has no answer, and nobody could be notified. */
  readonly notFound: string;
  /** Some of several questions are answered; a person was notified of the others. */
  readonly restHandedOver: string;
  /** Answers "How much is it?" when it is unclear what is meant. */
  readonly unclear: string;
  readonly personComes: string;
  /** A person will do what the customer wants and was notified. */
  readonly passedOn: string;
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

export const phrases: Readonly<Record<Language, Phrases>> = {
  ru: {
    hello: 'Здравствуйте.',
    askAway: 'Напишите, что вас интересует.',
    anythingElse: 'Что ещё подсказать?',
    thanks: 'Пожалуйста. Пишите, если появятся вопросы.',
    bye: 'До свидания. Хорошего дня.',
    acknowledged: 'Хорошо. Пишите, если появятся вопросы.',
    noted: (details) => `Записано: ${details}.`,
    detail: {
      name: (value) => `имя ${value}`,
      phone: (value) => `телефон ${value}`,
      email: (value) => `почта ${value}`,
      company: (value) => `компания ${value}`,
      budget: (value) => `бюджет ${value}`,
      date: (value) => `дата: ${value}`,
      guests: (value) => `число гостей: ${value}`,
    },
    handedOver: 'Точного ответа в базе знаний не нашлось. Вопрос передан коллеге, он ответит здесь.',
    notFound: 'Точного ответа в базе знаний не нашлось. Попробуйте задать вопрос другими словами.',
    restHandedOver: 'На остальное точного ответа в базе знаний нет: вопрос передан коллеге, он ответит здесь.',
    privateMatter: 'Этот чат читают все, поэтому такое лучше обсудить лично.',
    iAmBot:
      'Здесь отвечает программа: она цитирует базу знаний компании. Чтобы ответил человек, напишите «позовите человека».',
    unclear: 'Уточните, пожалуйста, о чём речь.',
    personComes: 'Вам ответит коллега, здесь же.',
    passedOn: 'Этим займётся коллега: ваше сообщение передано, он ответит здесь.',
    present: 'Да, мы на связи.',
    again: 'Задайте, пожалуйста, вопрос другими словами. Чтобы ответил человек, напишите «позовите человека».',
    sorry: 'Нам жаль, что так вышло. Вам ответит коллега, здесь же.',
    followUp:
      'Здравствуйте. Возвращаемся к нашему разговору: вопрос ещё актуален? Если что-то осталось неясным, напишите, поможем.',
    followUpAbout: (words) =>
      `Здравствуйте. Вы писали: «${words}». Вопрос ещё актуален? Если что-то осталось неясным, напишите, поможем.`,
    optedOut: 'Хорошо, первыми мы вам больше не пишем. Если появится вопрос, напишите: здесь ответят.',
    optedIn: 'Хорошо, снова будем напоминать о себе. Чтобы это прекратить, напишите «стоп».',
  },
  en: {
    hello: 'Hello.',
    askAway: 'Write what you would like to know.',
    anythingElse: 'What else would you like to know?',
    thanks: 'You are welcome. Write again if you have questions.',
    bye: 'Goodbye. Have a good day.',
    acknowledged: 'All right. Write again if you have questions.',
    noted: (details) => `Noted: ${details}.`,
    detail: {
      name: (value) => `name ${value}`,
      phone: (value) => `phone ${value}`,
      email: (value) => `e-mail ${value}`,
      company: (value) => `company ${value}`,
      budget: (value) => `budget ${value}`,
      date: (value) => `date: ${value}`,
      guests: (value) => `guests: ${value}`,
    },
    handedOver: 'There is no exact answer in the knowledge base. A colleague has your question and will answer here.',
    notFound: 'There is no exact answer in the knowledge base. Please try to ask in other words.',
    restHandedOver: 'The knowledge base does not answer the rest: a colleague has your question and will answer here.',
    privateMatter: 'Others read this chat, so this is better discussed in private.',
    iAmBot:
      "A program answers here: it quotes the company's knowledge base. To be answered by a person, write “call a person”.",
    unclear: 'What is it about, please?',
    personComes: 'A colleague will answer you here.',
    passedOn: 'A colleague takes care of this: they have your message and will answer here.',
    present: 'Yes, we are here.',
    again: 'Please ask in other words. To be answered by a person, write “call a person”.',
    sorry: 'We are sorry about this. A colleague will answer you here.',
    followUp:
      'Hello. Coming back to our conversation: is this still of interest? If anything is unclear, write to us, we are glad to help.',
    followUpAbout: (words) =>
      `Hello. You wrote: “${words}”. Is this still of interest? If anything is unclear, write to us, we are glad to help.`,
    optedOut: 'All right, we will not write to you first any more. If you have a question, write: it is answered here.',
    optedIn: 'All right, you will hear from us again. To stop it, write “stop”.',
  },
};
