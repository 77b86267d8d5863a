import type { Attachment, AttachmentKind } from '../../entities/attachment.ts';
import type { Language } from '../../entities/declaring/fields.ts';
import type { Message } from '../../entities/message.ts';
import { detectLanguage } from '../../text/detect-language.ts';

const kindNames: Readonly<Record<Language, Readonly<Record<AttachmentKind, string>>>> = {
  ru: { image: 'фото', audio: 'аудио', voice: 'голосовое сообщение', video: 'видео', file: 'файл' },
  en: { image: 'photo', audio: 'audio', voice: 'voice message', video: 'video', file: 'file' },
};

/** Names that channels generate for unnamed files and that tell people nothing. */
const isMadeUp = ({ kind, name }: Attachment): boolean => name === kind || name.startsWith(`${kind}.`);

type Told = Pick<Message, 'text' | 'attachments' | 'author'>;

/** A message as text only: its text, followed by the names of its files in brackets. */
export const textWithAttachments = ({ text, attachments = [], author }: Told): string => {
  const names = kindNames[detectLanguage(text) ?? author.language ?? 'ru'];
  const files = attachments.map((file) => `[${names[file.kind]}${isMadeUp(file) ? '' : `: ${file.name}`}]`);
  return [text, ...files].filter(Boolean).join('\n');
};

/** Whether agents, who read only text, can do nothing with the message. */
export const isFilesAlone = ({ text, attachments = [] }: Pick<Message, 'text' | 'attachments'>): boolean =>
  text === '' && attachments.length > 0;
