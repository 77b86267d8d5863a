import { type Language, languageSchema } from '@inbetwin/shared/entities/declaring/fields.ts';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { ru } from './ru.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof ru };
  }
}

/** Ready when it returns: the words are part of the bundle. */
export const startI18n = (language: Language): void => {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'ru',
    resources: { ru: { translation: ru }, en: { translation: en } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  document.documentElement.lang = language;
};

export const changeLanguage = (language: Language): void => {
  void i18next.changeLanguage(language);
  document.documentElement.lang = language;
};

/** The browser's first language that the interface speaks. */
export const preferredLanguage = (wanted: readonly string[]): Language => {
  for (const tag of wanted) {
    const known = languageSchema.safeParse(tag.slice(0, 2).toLowerCase());
    if (known.success) return known.data;
  }
  return 'en';
};

/** A code as the words name it: `auth.link_used` is `authLinkUsed`. */
export const wordKeyOf = (code: string): string =>
  code.replaceAll(/[^a-zA-Z0-9]+(\w?)/g, (_, next: string) => next.toUpperCase());

/** A word for a code that someone else made, or undefined when there is none. */
export const wordFor = (group: string, code: string): string | undefined => {
  const path = `${group}.${wordKeyOf(code)}`;
  const word: unknown = i18next.getResource(i18next.language, 'translation', path);
  return typeof word === 'string' ? word : undefined;
};
