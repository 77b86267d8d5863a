export const forms = {
  edit: 'Изменить: {{field}}',
  saved: 'Сохранено',
  changed: 'Тем временем изменено',
  changedBy: 'Тем временем изменено: {{who}}, {{when}}',
  changedByYou: 'Тем временем вы изменили это в другом месте, {{when}}',
  take: 'Взять это',
  keep: 'Оставить моё',
};
