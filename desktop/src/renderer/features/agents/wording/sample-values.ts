import type { Language } from '@inbetwin/shared/entities/declaring/fields.ts';
import type { PlaceholderName } from '@inbetwin/shared/entities/sentences.ts';

/** Filled in by the product itself. */
type Understood = 'when' | 'stop' | 'person';

/** Stands in for what a conversation would fill in, in the language of the customer. */
export const sampleValues: Readonly<Record<Language, Readonly<Record<Exclude<PlaceholderName, Understood>, string>>>> =
  {
    ru: {
      details: 'Анна, телефон +7 916 123-45-67',
      what: 'нужна запись на субботу в 12:00',
      missing: 'телефон для связи',
      things: '«Малый зал» или «Большой зал»',
      words: 'Сколько стоит на двоих?',
      time: 'завтра с 10:00',
      link: 't.me/company_bot',
    },
    en: {
      details: 'Anna, phone +44 20 7946 0958',
      what: 'an appointment on Saturday at 12:00',
      missing: 'a phone number',
      things: '“Small hall” or “Large hall”',
      words: 'How much is it for two?',
      time: 'tomorrow from 10:00',
      link: 't.me/company_bot',
    },
  };

/** Examples for empty fields, in the language of the customer. */
export const examples: Readonly<Record<Language, Readonly<Record<'signature' | 'objection', string>>>> = {
  ru: {
    signature: 'Например: Ваша команда «Мята»',
    objection: 'Например: В цену уже входят выезд и материалы. Если нужно дешевле, есть пакет «Базовый».',
  },
  en: {
    signature: 'For example: Your Mint team',
    objection: 'For example: Materials and travel are included. If you need less, there is the Basic package.',
  },
};
