import type { ToolName } from '../registry.ts';

/** Valid arguments for each tool. The compiler requires those of a new tool. */
export const samples: Readonly<Record<ToolName, object>> = {
  save_user_info: {
    name: 'Анна',
    phone: '+7 912 345-67-89',
    facts: [{ group: 'needs', key: 'budget', value: '500 000 ₽', confidence: 0.9 }],
  },
  search_knowledge: { query: 'предоплата', limit: 3 },
  call_operator: { reason: 'asked_for_person', summary: 'Просит менеджера' },
  update_lead: {
    title: 'Свадьба',
    bant: { budget: '500 000 ₽' },
    amount: 500_000,
    currency: 'RUB',
    stage: 'qualified',
  },
  create_task: { title: 'Перезвонить', due: { by: '2026-01-16T12:00', timeZone: 'Europe/Moscow' } },
  schedule_event: {
    title: 'Показ зала',
    begins: '2026-01-16T15:00',
    ends: '2026-01-16T16:00',
    timeZone: 'Europe/Moscow',
  },
  find_product: { query: 'залы для свадьбы', maxPrice: 200_000, currency: 'rub' },
  create_order: { lines: [{ product: 'hall', quantity: 2 }], details: 'С цветами' },
  order_status: {},
  pass_on: { to: 'planner', note: 'Хочет план мероприятия' },
};
