import { type Language, languageSchema } from '@inbetwin/shared/entities/declaring/fields.ts';
import i18next, { type ResourceKey } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { people } from './ru/people.ts';
import type { wording } from './ru/wording.ts';
import type { ru } from './ru.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof ru & { readonly wording: typeof wording; readonly people: typeof people } };
  }
}

/** The texts of each language are a separate chunk. */
const wordsOf: Readonly<Record<Language, () => Promise<ResourceKey>>> = {
  ru: async () => (await import('./ru.ts')).ru,
  en: async () => (await import('./en.ts')).en,
};

/** Resolves once the interface can be rendered in the language. */
export const startI18n = async (language: Language): Promise<void> => {
  const translation = await wordsOf[language]();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  document.documentElement.lang = language;
};

/** Adds the texts of a screen, in all languages, that come with it rather than at the start. Repeating it changes nothing. */
export const addWords = (group: string, words: Readonly<Record<Language, ResourceKey>>): void => {
  for (const language of languageSchema.options) {
    i18next.addResourceBundle(language, 'translation', { [group]: words[language] });
  }
};

let wanted: Language | undefined;

/** Resolves once the interface is in the language. Rejects without changing anything if its texts cannot be loaded. */
export const changeLanguage = async (language: Language): Promise<void> => {
  wanted = language;
  const words = await wordsOf[language]();
  // The person may have chosen another language in the meantime.
  if (wanted !== language) return;
  i18next.addResourceBundle(language, 'translation', words);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
};

/** Loads the texts of all languages, so that changing the language works offline. Always resolves; choosing a language retries. */
export const preloadWords = async (): Promise<void> => {
  await Promise.allSettled(Object.values(wordsOf).map((load) => load()));
};

/** The browser's first language that the interface supports. */
export const preferredLanguage = (wanted: readonly string[]): Language => {
  for (const tag of wanted) {
    const known = languageSchema.safeParse(tag.slice(0, 2).toLowerCase());
    if (known.success) return known.data;
  }
  return 'en';
};

/** Converts a code to the key of its text: `auth.link_used` becomes `authLinkUsed`. */
export const wordKeyOf = (code: string): string =>
  code.replaceAll(/[^a-zA-Z0-9]+(\w?)/g, (_, next: string) => next.toUpperCase());

/** The text for a code from elsewhere, such as the server; undefined if there is none. */
export const wordFor = (group: string, code: string): string | undefined => {
  const path = `${group}.${wordKeyOf(code)}`;
  const word: unknown = i18next.getResource(i18next.language, 'translation', path);
  return typeof word === 'string' ? word : undefined;
};
