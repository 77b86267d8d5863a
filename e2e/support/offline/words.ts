import { en } from '../../../desktop/src/renderer/i18n/en.ts';
import { ru } from '../../../desktop/src/renderer/i18n/ru.ts';

/** The texts of one language: what the interface says, and what the user and their customers write. */
export type Speech = {
  readonly language: 'ru' | 'en';
  readonly words: typeof ru | typeof en;
  readonly customer: { readonly name: string; readonly question: string };
  /** A sample customer who is answered by an agent. */
  readonly sample: { readonly name: string; readonly place: string; readonly phrase: string; readonly company: string };
  readonly replies: readonly [string, string];
  readonly fact: string;
  readonly file: {
    readonly title: string;
    readonly content: string;
    readonly question: string;
    readonly answer: string;
  };
  readonly lab: { readonly query: string; readonly answer: string };
  readonly source: { readonly title: string; readonly phrase: string };
};

export const speeches: readonly Speech[] = [
  {
    language: 'ru',
    words: ru,
    customer: { name: 'Марина', question: 'Есть ли парковка у шатра?' },
    sample: {
      name: 'Анна Ковалёва',
      place: 'web-chat:site:demo-1',
      phrase: 'У двоих аллергия на орехи',
      company: 'Северный ветер',
    },
    replies: ['Марина, парковка у шатра есть.', 'Ждём вас в субботу на показ.'],
    fact: 'Проверено человеком без сети',
    file: {
      title: 'Прокат стульев',
      content: '# Прокат стульев\n\nСтул Кьявари стоит 250 рублей в сутки.\n',
      question: 'сколько стоит стул кьявари',
      answer: 'Стул Кьявари стоит 250 рублей в сутки.',
    },
    lab: { query: 'сколько стоит аренда шатра', answer: 'Аренда шатра стоит 240 000 рублей' },
    source: { title: 'Условия работы', phrase: 'Бронь закрепляется' },
  },
  {
    language: 'en',
    words: en,
    customer: { name: 'Mary', question: 'Is there parking at the marquee?' },
    sample: {
      name: 'Emily Carter',
      place: 'web-chat:site:demo-3',
      phrase: 'You can reach me at emily.carter@example.com',
      company: 'Brightline',
    },
    replies: ['Mary, there is parking at the marquee.', 'See you on Saturday for the viewing.'],
    fact: 'Checked by a person without a network',
    file: {
      title: 'Chair hire',
      content: '# Chair hire\n\nA Chiavari chair costs 250 roubles per day.\n',
      question: 'how much is a chiavari chair',
      answer: 'A Chiavari chair costs 250 roubles per day.',
    },
    lab: { query: 'how much is the marquee', answer: 'marquee' },
    source: { title: 'Noon event studio', phrase: 'A standing buffet starts' },
  },
];

/** The wording of the status line. */
export const pendingWords = ({ language, words }: Speech, count: number): string => {
  const forms: Readonly<Record<string, string>> = { ...words.status };
  const form = forms[`pending_${new Intl.PluralRules(language).select(count)}`] ?? '';
  return form.replace('{{count, number}}', String(count));
};
