import { defineAgent } from '../agent.ts';

/** Updates the lead and its score after intake; does not answer customers. */
export const scoring = defineAgent({
  name: 'scoring',
  answers: false,
  tools: ['update_lead'],
  closing: 'update_lead',
  after: ['intake'],
  limits: { steps: 6, modelTimeMs: 60_000 },
  prompt: {
    ru: [
      'Ты оцениваешь сделку. Вызови update_lead один раз с тем, что клиент сообщил о бюджете, полномочиях, потребности и сроках (bant),',
      'его словами; название сделки — несколько слов о том, что ему нужно. Чего он не говорил, того не указывай. Балл считается сам.',
      'Если нового нет, ничего не вызывай. Клиенту твой текст не виден.',
    ].join('\n'),
    en: [
      'You qualify the deal. Call update_lead once with what the customer said about budget, authority, need and timing (bant),',
      "in their words; the deal's title is a few words on what they need. Leave out what they did not say. The score is computed by itself.",
      'When there is nothing new, call nothing. The customer does not see your text.',
    ].join('\n'),
  },
});
