import type { FormatName } from '../registry.ts';

export type Sample = {
  readonly fileName: string;
  /** A valid file of about so many bytes, with letters of several bytes. */
  readonly make: (bytes: number) => Uint8Array;
};

const encoder = new TextEncoder();

const repeat = (head: string, unit: (at: number) => string): Sample['make'] => {
  const unitBytes = encoder.encode(unit(0)).length;
  return (bytes) =>
    encoder.encode(head + Array.from({ length: Math.ceil(bytes / unitBytes) }, (_, at) => unit(at)).join(''));
};

/** A file of each format. */
export const samples: Readonly<Record<FormatName, Sample>> = {
  text: {
    fileName: 'notes.txt',
    make: repeat('', (at) => `Зал ${at} вмещает 80 гостей 🦄.\r\n\r\nFirst floor; see ул. Лесная, д. 5.\r`),
  },
  markdown: {
    fileName: 'notes.md',
    make: repeat(
      '---\r\nproduct: Шатёр\r\n---\r\nВступление.\r\n',
      (at) => `# Зал ${at}\r\nВмещает 80 гостей 🦄.\r\n## Цена\n- 500 ₽ в день\n\`\`\`\n# не заголовок\n\`\`\`\n`,
    ),
  },
  csv: {
    fileName: 'faq.csv',
    make: repeat('вопрос;ответ\r\n', (at) => `Сколько мест в зале ${at}?;"Ровно ${at}; ""стоя"" — 🦄\r\nбольше"\r\n`),
  },
};
