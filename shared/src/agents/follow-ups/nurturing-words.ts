import type { Language } from '../../entities/declaring/fields.ts';
import type { Message } from '../../entities/message.ts';
import type { Run } from '../../entities/run.ts';
import type { ModelMessage } from '../../models/model.ts';

const DAY = 86_400_000;

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
