import type { Language } from '../../entities/declaring/fields.ts';
import type { ReplyStyle } from '../../entities/setting-kinds/reply-style.ts';
import { sayNextOpening } from '../../wording/say-when.ts';

const signatureRule: Readonly<Record<Language, string>> = {
  ru: 'Не подписывайся: подпись добавляется сама, где она нужна.',
  en: 'Do not sign: the signature is added by itself where it belongs.',
};

const addressRule: Readonly<Record<NonNullable<ReplyStyle['address']>, string>> = {
  formal: 'Обращайся к клиенту на «вы».',
  informal: 'Обращайся к клиенту на «ты», тепло и просто.',
};

/** The built-in instructions to a model about the style of a team. */
export const styleInstructions = (): readonly string[] => [
  ...Object.values(signatureRule),
  ...Object.values(addressRule),
  ...Object.values(objectionRule),
];

const objectionRule: Readonly<Record<Language, string>> = {
  ru: 'Если клиент говорит, что дорого, ответь так, своими словами и ничего не добавляя от себя:',
  en: 'When the customer finds a price too high, answer with this, in your own words and adding nothing:',
};

/** Tells a model how the team talks, when its people answer, and what they say about prices. */
export const styleRules = (
  { address, signature, hours, priceObjection }: ReplyStyle,
  { language, at }: { readonly language: Language; readonly at: number },
): readonly string[] => {
  const objection = priceObjection?.[language]?.trim();
  return [
    ...(language === 'ru' && address ? [addressRule[address]] : []),
    ...(signature?.[language]?.trim() ? [signatureRule[language]] : []),
    ...(hours ? [presenceRule(sayNextOpening(hours, at, language), language)] : []),
    ...(objection ? [`${objectionRule[language]}\n${objection}`] : []),
  ];
};

const presenceRule = (opening: string | undefined, language: Language): string => {
  if (language === 'ru') {
    return opening === undefined
      ? 'Коллеги сейчас на работе: кого ты позовёшь, тот ответит, как только освободится.'
      : `Коллеги сейчас не работают и ответят ${opening}: когда зовёшь коллегу, скажи клиенту это время.`;
  }
  return opening === undefined
    ? 'Colleagues are at work now: one whom you call answers as soon as they are free.'
    : `Colleagues are not at work now and answer ${opening}: when you call one, tell the customer that time.`;
};
