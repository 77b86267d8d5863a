import type { Language } from '../entities/declaring/fields.ts';
import type { DeedKind } from '../reading/deeds/deed-kinds.ts';

export type Detail = 'name' | 'phone' | 'email' | 'company' | 'budget' | 'date' | 'guests';
/** What a person needs to do what the customer wants. */
export type MissingDetail = 'date' | 'newDate' | 'guests' | 'phone' | 'reference' | 'address';

/** Parts of sentences, which are the same for every team. */
export type Fragments = {
  readonly detail: Readonly<Record<Detail, (value: string) => string>>;
  /** Names what the customer wants done; the details follow. */
  readonly deed: Readonly<Record<DeedKind, string>>;
  readonly missing: Readonly<Record<MissingDetail, string>>;
  /** Between two things that are asked for. */
  readonly and: string;
  /** Names of things, one of which is meant. */
  readonly either: (names: readonly string[]) => string;
};

const eitherOf = (names: readonly string[], or: string): string =>
  [names.slice(0, -1).join(', '), ...names.slice(-1)].join(` ${or} `);
const quotedRu = (name: string): string => (/[«»]/u.test(name) ? name : `«${name}»`);
const quotedEn = (name: string): string => (/[“”"]/u.test(name) ? name : `“${name}”`);

const people = { ru: new Intl.PluralRules('ru'), en: new Intl.PluralRules('en') };
const guestsRu = (count: string): string =>
  `${count} ${people.ru.select(Number(count)) === 'few' ? 'человека' : 'человек'}`;
const guestsEn = (count: string): string =>
  `${count} ${people.en.select(Number(count)) === 'one' ? 'person' : 'people'}`;

export const fragments: Readonly<Record<Language, Fragments>> = {
  ru: {
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
    missing: {
      date: 'на какой день и время',
      newDate: 'на какой день и время',
      guests: 'сколько будет человек',
      phone: 'телефон для связи',
      reference: 'имя или номер, на который всё оформлено',
      address: 'куда прислать',
    },
    and: ' и ',
    either: (names) => eitherOf(names.map(quotedRu), 'или'),
  },
  en: {
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
    missing: {
      date: 'the day and time',
      newDate: 'the new day and time',
      guests: 'how many people will come',
      phone: 'a phone number',
      reference: 'the name or number that it is under',
      address: 'where to send it',
    },
    and: ' and ',
    either: (names) => eitherOf(names.map(quotedEn), 'or'),
  },
};
