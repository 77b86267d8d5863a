import type { Language } from '../entities/declaring/fields.ts';
import type { Fact } from '../entities/twin.ts';
import { compareFacts, currentFacts } from './rank.ts';

/** Prompt priority by key: first who the customer is, then what they want, then the rest. */
const weights = new Map(
  Object.entries({
    name: 9,
    need: 8,
    budget: 7,
    eventDate: 7,
    guests: 6,
    timing: 6,
    occasion: 6,
    company: 5,
    authority: 5,
    preference: 4,
    phone: 2,
    email: 2,
  }),
);

const labels: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  ru: {
    name: 'Имя',
    phone: 'Телефон',
    email: 'Почта',
    company: 'Компания',
    language: 'Язык',
    need: 'Нужно',
    budget: 'Бюджет',
    eventDate: 'Дата',
    timing: 'Срок',
    guests: 'Гостей',
    occasion: 'Повод',
    authority: 'Кто решает',
    preference: 'Предпочтение',
  },
  en: {
    name: 'Name',
    phone: 'Phone',
    email: 'E-mail',
    company: 'Company',
    language: 'Language',
    need: 'Needs',
    budget: 'Budget',
    eventDate: 'Date',
    timing: 'Timing',
    guests: 'Guests',
    occasion: 'Occasion',
    authority: 'Who decides',
    preference: 'Preference',
  },
};

/** `budget` is the maximum length of the text, in UTF-16 code units. */
export type RenderOptions = { readonly language: Language; readonly budget: number };

/**
 * Renders the facts about a customer as lines for a prompt, most relevant first, as many whole lines as fit. Values are
 * the customer's words, so each is kept on its own line and cannot imitate another fact.
 */
export const renderFacts = (facts: readonly Fact[], { language, budget }: RenderOptions): string => {
  const lines: string[] = [];
  let length = 0;
  for (const fact of currentFacts(facts).toSorted((a, b) => weigh(b) - weigh(a) || compareFacts(a, b))) {
    const line = `- ${labelOf(fact.key, language)}: ${oneLine(fact.value)}`;
    if (length + line.length > budget) continue;
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join('\n');
};

/** A person's correction outranks every inferred fact of its kind. */
const weigh = (fact: Fact): number =>
  (weights.get(fact.key) ?? 3) + fact.confidence + (fact.state === 'corrected' ? 1 : 0);

const labelOf = (key: string, language: Language): string =>
  (Object.hasOwn(labels[language], key) && labels[language][key]) || oneLine(key);

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();
