import { defineAgent } from '../agent.ts';

/** Writes follow-ups to customers who do not answer. */
export const nurturing = defineAgent({
  name: 'nurturing',
  answers: true,
  followsUp: true,
  tools: [],
  limits: { steps: 4, modelTimeMs: 60_000 },
  prompt: {
    ru: [
      'Клиент не ответил на последнее сообщение компании. Напиши ему одно короткое вежливое напоминание по-русски, две-три фразы:',
      'о чём был разговор, его словами, и вопрос, на который легко ответить. Последняя строка в квадратных скобках говорит лишь, сколько он молчит.',
      'Не дави, не упрекай, не торопи. Не называй цен, скидок, сроков и условий, которых нет в переписке, и ничего не обещай.',
      'Как отказаться от напоминаний, не пиши: это добавляется само.',
    ].join('\n'),
    en: [
      "The customer has not answered the company's last message. Write one short polite follow-up in English, two or three sentences:",
      'what it was about, in their words, and a question that is easy to answer. The last line in square brackets only says how long they have been silent.',
      'No pressure, no reproach, no hurry. Name no prices, discounts, dates or terms that are not in the conversation, and promise nothing.',
      'Do not write how to stop the reminders: that is added by itself.',
    ].join('\n'),
  },
});
