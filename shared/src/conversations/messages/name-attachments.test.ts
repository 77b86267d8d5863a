import { expect, test } from 'vitest';
import type { Attachment } from '../../entities/attachment.ts';
import type { Message } from '../../entities/message.ts';
import { isFilesAlone, textWithAttachments } from './name-attachments.ts';

const file = (kind: Attachment['kind'], name: string): Attachment => ({ kind, name, state: 'waiting' });
const customer = (language?: 'ru' | 'en'): Message['author'] => ({ kind: 'customer', ...(language && { language }) });

test.each([
  ['Посмотрите, пожалуйста', [file('file', 'план.pdf')], 'Посмотрите, пожалуйста\n[файл: план.pdf]'],
  ['Please have a look', [file('image', 'plan.jpg')], 'Please have a look\n[photo: plan.jpg]'],
  ['', [file('image', 'image.jpg'), file('voice', 'voice.ogg')], '[фото]\n[голосовое сообщение]'],
  ['Здравствуйте', undefined, 'Здравствуйте'],
])('%j with files reads %#', (text, attachments, told) => {
  expect(textWithAttachments({ text, attachments, author: customer() })).toBe(told);
});

test('a message without words is named in the language of its author', () => {
  expect(textWithAttachments({ text: '', attachments: [file('video', 'video.mp4')], author: customer('en') })).toBe(
    '[video]',
  );
});

test('only a message without any words is files alone', () => {
  expect(isFilesAlone({ text: '', attachments: [file('image', 'image.jpg')] })).toBe(true);
  expect(isFilesAlone({ text: 'Сколько?', attachments: [file('image', 'image.jpg')] })).toBe(false);
  expect(isFilesAlone({ text: '', attachments: [] })).toBe(false);
});
