import type { Language } from '../../entities/declaring/fields.ts';
import type { Message } from '../../entities/message.ts';
import type { Run } from '../../entities/run.ts';
import type { ModelMessage } from '../../models/model.ts';
import { cutText } from '../../text/cut-text.ts';

const DAY = 86_400_000;
const MAX_TEXT = 16_000;

/** Adds how to opt out of follow-ups, whatever the model wrote. */
export const withWayOut = (text: string, language: Language): string => {
  const line = wayOut[language];
  return `${cutText(text, MAX_TEXT - line.length - 2)}\n\n${line}`;
};

const wayOut: Readonly<Record<Language, string>> = {
  ru: 'Чтобы таких напоминаний не было, напишите «стоп».',
  en: 'To get no more reminders, write “stop”.',
};

/**
 * Quick replies to whether the offer is still of interest. Each is understood without a model and short enough for a button in any
 * messenger.
 */
export const followUpChoices: Readonly<Record<Language, readonly string[]>> = {
  ru: ['Да, ещё актуально', 'Позовите человека', 'Не напоминать'],
  en: ['Yes, still relevant', 'Call a person', 'No more reminders'],
};

/** Marks for a model that it is its turn: many models reject a conversation that ends with their own message. */
export const silenceMarker = (
  run: Run,
  unanswered: Pick<Message, 'createdAt'> | undefined,
  language: Language,
): ModelMessage => {
  const days = Math.max(1, Math.round((run.createdAt - (unanswered?.createdAt ?? run.createdAt)) / DAY));
  const content = language === 'ru' ? `[нет ответа, дней: ${days}]` : `[no answer, days: ${days}]`;
  return { role: 'user', content };
};
