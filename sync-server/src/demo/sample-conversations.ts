import type { Fact } from '@inbetwin/shared/entities/twin.ts';

type SampleTurn = {
  readonly from: 'customer' | 'agent' | 'person';
  readonly text: string;
  /** A sentence of the sample knowledge that the reply quotes; it becomes the citation. */
  readonly quote?: string;
  /** The facts that the twin learns from this turn. */
  readonly facts?: readonly Pick<Fact, 'group' | 'key' | 'value' | 'confidence'>[];
};

/** A sample conversation, from which all its documents are built. */
export type SampleConversation = {
  readonly chat: string;
  readonly channel: 'telegram' | 'web-chat';
  readonly customer: {
    readonly name: string;
    readonly handle?: string;
    readonly phone?: string;
    readonly email?: string;
    readonly company?: string;
  };
  readonly language: 'ru' | 'en';
  readonly mode: 'agent' | 'human';
  /** Minutes between the last message and the time of seeding. */
  readonly minutesAgo: number;
  readonly lead: {
    readonly title: string;
    readonly stage: 'new' | 'qualified' | 'proposal' | 'won';
    readonly amount?: number;
    readonly bant: {
      readonly budget?: string;
      readonly authority?: string;
      readonly need?: string;
      readonly timing?: string;
    };
  };
  readonly handover?: { readonly reason: 'asked_for_person' | 'no_answer'; readonly summary: string };
  /** A task that remains to be done for the customer. */
  readonly task?: { readonly title: string; readonly details: string; readonly dueInHours?: number };
  readonly turns: readonly SampleTurn[];
};

/** The demo team's customers: invented people with realistic questions to an event studio. */
export const sampleConversations: readonly SampleConversation[] = [
  {
    chat: 'demo-1',
    channel: 'web-chat',
    customer: { name: 'Анна Ковалёва', phone: '+79161234567', company: 'ООО «Северный ветер»' },
    language: 'ru',
    mode: 'agent',
    minutesAgo: 12,
    lead: {
      title: 'Новогодний корпоратив на 90 гостей',
      stage: 'qualified',
      amount: 900_000,
      bant: { budget: 'до 900 000 ₽', need: 'Корпоратив на 90 гостей в лофте', timing: '18 декабря' },
    },
    task: {
      title: 'Прислать смету: корпоратив на 90 гостей',
      details: 'Лофт, 18 декабря, до 900 000 ₽. У двоих гостей аллергия на орехи. Телефон +7 916 123-45-67.',
      dueInHours: 24,
    },
    turns: [
      {
        from: 'customer',
        text: 'Здравствуйте! Меня зовут Анна, компания «Северный ветер». Ищем площадку для корпоратива на 90 человек 18 декабря, бюджет до 900 тысяч.',
        facts: [
          { group: 'profile', key: 'company', value: 'ООО «Северный ветер»', confidence: 0.9 },
          { group: 'needs', key: 'need', value: 'Корпоратив на 90 гостей', confidence: 0.95 },
          { group: 'needs', key: 'budget', value: 'до 900 000 ₽', confidence: 0.9 },
          { group: 'needs', key: 'eventDate', value: '18 декабря', confidence: 0.95 },
        ],
      },
      {
        from: 'agent',
        text: 'Лофт «Фабрика» вмещает до 120 гостей за столами или до 200 гостей на фуршете.',
        quote: 'Лофт «Фабрика» вмещает до 120 гостей за столами или до 200 гостей на фуршете.',
      },
      { from: 'customer', text: 'А сколько стоит банкет на человека?' },
      {
        from: 'agent',
        text: 'Фуршет стоит от 2 900 рублей на гостя, банкет — от 5 400 рублей на гостя.',
        quote: 'Фуршет стоит от 2 900 рублей на гостя, банкет — от 5 400 рублей на гостя.',
      },
      {
        from: 'customer',
        text: 'Хорошо. У двоих аллергия на орехи. Мой телефон +7 916 123-45-67, присылайте смету.',
        facts: [
          { group: 'preferences', key: 'allergy', value: 'У двоих гостей аллергия на орехи', confidence: 0.9 },
          { group: 'profile', key: 'phone', value: '+79161234567', confidence: 0.98 },
          { group: 'promises', key: 'promise', value: 'Мы обещали прислать смету', confidence: 0.7 },
        ],
      },
    ],
  },
  {
    chat: 'demo-2',
    channel: 'telegram',
    customer: { name: 'Дмитрий Орлов', handle: 'd_orlov' },
    language: 'ru',
    mode: 'human',
    minutesAgo: 47,
    handover: {
      reason: 'asked_for_person',
      summary: 'Свадьба 20 июня, около 150 гостей, шатёр. Просит обсудить скидку с человеком.',
    },
    lead: {
      title: 'Свадьба в шатре, 150 гостей',
      stage: 'proposal',
      amount: 1_450_000,
      bant: { need: 'Свадьба в шатре на 150 гостей', timing: '20 июня' },
    },
    turns: [
      {
        from: 'customer',
        text: 'Добрый день. Свадьба 20 июня, гостей около 150. Шатёр свободен?',
        facts: [
          { group: 'needs', key: 'need', value: 'Свадьба на 150 гостей в шатре', confidence: 0.9 },
          { group: 'needs', key: 'eventDate', value: '20 июня', confidence: 0.95 },
        ],
      },
      {
        from: 'agent',
        text: 'Шатёр на берегу Истры вмещает до 300 гостей.',
        quote: 'Шатёр на берегу Истры вмещает до 300 гостей.',
      },
      {
        from: 'customer',
        text: 'Дороговато у вас. Позовите, пожалуйста, менеджера, хочу обсудить скидку.',
        facts: [{ group: 'objections', key: 'objection', value: 'Считает цену высокой', confidence: 0.8 }],
      },
      { from: 'agent', text: 'Передал ваш разговор коллеге. Он ответит здесь, в этом чате.' },
    ],
  },
  {
    chat: 'demo-3',
    channel: 'web-chat',
    customer: { name: 'Emily Carter', email: 'emily.carter@example.com', company: 'Brightline Ltd' },
    language: 'en',
    mode: 'agent',
    minutesAgo: 180,
    lead: {
      title: 'Two-day conference, 180 people',
      stage: 'qualified',
      bant: { authority: 'Head of events, decides herself', need: 'Conference for 180 people with live stream' },
    },
    task: {
      title: 'Send Emily a programme for two days with a live stream',
      details: '180 people. She prefers e-mail: emily.carter@example.com.',
    },
    turns: [
      {
        from: 'customer',
        text: 'Hi, this is Emily Carter from Brightline Ltd. We plan a two-day conference for 180 people and need a live stream. I decide on the venue myself.',
        facts: [
          { group: 'profile', key: 'company', value: 'Brightline Ltd', confidence: 0.9 },
          { group: 'needs', key: 'need', value: 'Conference for 180 people with live stream', confidence: 0.95 },
          { group: 'people', key: 'authority', value: 'Decides on the venue herself', confidence: 0.85 },
        ],
      },
      {
        from: 'agent',
        text: 'A three-camera live stream costs 85,000 roubles per day.',
        quote: 'A three-camera live stream costs 85,000 roubles per day.',
      },
      {
        from: 'customer',
        text: 'Good. You can reach me at emily.carter@example.com, e-mail is best.',
        facts: [
          { group: 'profile', key: 'email', value: 'emily.carter@example.com', confidence: 0.98 },
          { group: 'preferences', key: 'preference', value: 'Prefers e-mail', confidence: 0.8 },
        ],
      },
      { from: 'agent', text: 'Thank you, noted: emily.carter@example.com.' },
    ],
  },
  {
    chat: 'demo-4',
    channel: 'web-chat',
    customer: { name: 'Ольга' },
    language: 'ru',
    mode: 'agent',
    minutesAgo: 60 * 26,
    handover: { reason: 'no_answer', summary: 'Спрашивает про фейерверк: в базе знаний ответа нет.' },
    lead: { title: 'Вопрос о фейерверке', stage: 'new', bant: {} },
    turns: [
      { from: 'customer', text: 'Можно ли запустить фейерверк у шатра?' },
      {
        from: 'agent',
        text: 'Не нашёл точного ответа в базе знаний. Передал вопрос коллеге, он ответит здесь.',
      },
    ],
  },
  {
    chat: 'demo-5',
    channel: 'telegram',
    customer: { name: 'James Miller', handle: 'jmiller' },
    language: 'en',
    mode: 'agent',
    minutesAgo: 60 * 30,
    lead: { title: 'Team party in May', stage: 'new', bant: { timing: 'May' } },
    turns: [
      {
        from: 'customer',
        text: 'Can I move the date if our plans change? We think of a team party in May.',
        facts: [{ group: 'needs', key: 'eventDate', value: 'May', confidence: 0.6 }],
      },
      {
        from: 'agent',
        text: 'You can move the date once free of charge if you tell us at least 10 days ahead.',
        quote: 'You can move the date once free of charge if you tell us at least 10 days ahead.',
      },
    ],
  },
  {
    chat: 'demo-6',
    channel: 'web-chat',
    customer: { name: 'Сергей Павлов', company: 'ИП Павлов' },
    language: 'ru',
    mode: 'human',
    minutesAgo: 60 * 24 * 4,
    lead: {
      title: 'Юбилей на 40 гостей',
      stage: 'won',
      amount: 380_000,
      bant: { budget: '380 000 ₽', need: 'Юбилей на 40 гостей' },
    },
    turns: [
      {
        from: 'customer',
        text: 'Нужен юбилей на 40 гостей, бюджет 380 000 рублей.',
        facts: [
          { group: 'needs', key: 'need', value: 'Юбилей на 40 гостей', confidence: 0.95 },
          { group: 'needs', key: 'budget', value: '380 000 ₽', confidence: 0.95 },
        ],
      },
      { from: 'person', text: 'Сергей, спасибо за заявку. Договор отправили, ждём предоплату 30 %.' },
      { from: 'customer', text: 'Оплатил, всё в силе.' },
    ],
  },
];
