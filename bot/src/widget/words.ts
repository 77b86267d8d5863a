const ru = {
  locale: 'ru-RU',
  label: 'Сообщение',
  placeholder: 'Напишите сообщение',
  send: 'Отправить',
  attach: 'Прикрепить файл',
  files: 'Файлы',
  save: 'Скачать',
  saveAgain: 'Скачать ещё раз',
  notSaved: 'Не удалось скачать файл',
  cancel: 'Отменить',
  fileTooLarge: (names: string, limit: string) => `Не отправлено, файл больше ${limit}: ${names}`,
  greeting: 'Здравствуйте',
  welcome: 'Напишите вопрос\u00a0— ответ придёт сюда. Если понадобится, подключится сотрудник.',
  you: 'Вы',
  assistant: 'Ассистент',
  person: 'Сотрудник',
  typing: 'Ассистент печатает',
  personWillAnswer: 'Вопрос у сотрудника. Ответ появится здесь.',
  sources: 'Источники',
  choices: 'Варианты ответа',
  sending: 'Отправляется',
  waiting: 'Пока не отправлено, повторим сами.',
  refused: 'Не отправлено',
  retry: 'Повторить',
  remove: 'Удалить',
  confirmRemoval: 'Точно удалить?',
  deleted: 'Сообщение удалено',
  connecting: 'Соединение…',
  connected: 'На связи',
  offline: 'Нет связи',
  earlier: 'Показать более ранние',
  latest: 'Новые сообщения',
  today: 'Сегодня',
  yesterday: 'Вчера',
  left: (count: number) => `Осталось символов: ${count}`,
  over: (count: number) => `Слишком длинно, лишних символов: ${count}`,
};
type Words = typeof ru;

const en: Words = {
  locale: 'en-GB',
  label: 'Message',
  placeholder: 'Write a message',
  send: 'Send',
  attach: 'Attach a file',
  files: 'Files',
  save: 'Download',
  saveAgain: 'Download again',
  notSaved: 'The file couldn’t be downloaded',
  cancel: 'Cancel',
  fileTooLarge: (names, limit) => `Not sent, larger than ${limit}: ${names}`,
  greeting: 'Hello',
  welcome: 'Ask a question and the answer appears here. A person will join in if needed.',
  you: 'You',
  assistant: 'Assistant',
  person: 'Team',
  typing: 'Assistant is typing',
  personWillAnswer: 'A team member has your question. The answer will appear here.',
  sources: 'Sources',
  choices: 'Suggested answers',
  sending: 'Sending',
  waiting: 'Not sent yet. We’ll keep trying.',
  refused: 'Not sent',
  retry: 'Try again',
  remove: 'Delete',
  confirmRemoval: 'Delete for good?',
  deleted: 'Message deleted',
  connecting: 'Connecting…',
  connected: 'Online',
  offline: 'Offline',
  earlier: 'Show earlier messages',
  latest: 'New messages',
  today: 'Today',
  yesterday: 'Yesterday',
  left: (count) => `Characters left: ${count}`,
  over: (count) => `Too long by ${count} characters`,
};

/** The languages of the chat page. */
export type Language = 'ru' | 'en';

/** The first of the browser's languages that the page supports; English otherwise. */
export const chooseLanguage = (wanted: readonly string[]): Language => {
  const known = wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'ru' || tag === 'en');
  return known === 'ru' ? 'ru' : 'en';
};

/** The interface texts in a language. */
export const wordsOf = (language: Language): Words => (language === 'ru' ? ru : en);
export type { Words };
