import type { Language } from '../../entities/fields.ts';

/** Every sentence that the rules say to a customer. */
export type Phrases = {
  readonly hello: string;
  readonly askAway: string;
  readonly anythingElse: string;
  readonly thanks: string;
  readonly bye: string;
  readonly acknowledged: string;
  readonly noted: (details: string) => string;
  readonly detail: Readonly<Record<Detail, (value: string) => string>>;
  /** Nothing fits in the knowledge base, and a person was told. */
  readonly handedOver: string;
  /** Nothing fits, and nobody could be told. */
  readonly notFound: string;
  /** Part of several questions is answered; of the rest a person was told. */
  readonly restHandedOver: string;
  /** "How much is it?", and nobody can tell what. */
  readonly unclear: string;
  readonly personComes: string;
  readonly iAmBot: string;
  readonly sorry: string;
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
    iAmBot:
      'Здесь отвечает программа: она цитирует базу знаний компании. Чтобы ответил человек, напишите «позовите человека».',
    unclear: 'Уточните, пожалуйста, о чём речь.',
    personComes: 'Ваше сообщение передано коллеге, человек ответит здесь.',
    sorry: 'Нам жаль, что так вышло. Ваше сообщение передано коллеге, человек ответит здесь.',
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
    iAmBot:
      "A program answers here: it quotes the company's knowledge base. To be answered by a person, write “call a person”.",
    unclear: 'What is it about, please?',
    personComes: 'A colleague has your message, and a person will answer here.',
    sorry: 'We are sorry about this. A colleague has your message, and a person will answer here.',
  },
};
