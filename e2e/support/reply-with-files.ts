import { deflateSync } from 'node:zlib';
import type { Page } from '@playwright/test';

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
};

const crc32 = (bytes: Buffer): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
};

/** A picture that browsers show: https://www.w3.org/TR/png-3/ */
const pictureOf = (width: number, height: number): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Array.from({ length: height }, (_, y) =>
    Buffer.from([0, ...Array.from({ length: width }, (__, x) => [90 + (x % 120), 140, 90 + (y % 120)]).flat()]),
  );
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const data = chunk('IDAT', deflateSync(Buffer.concat(rows)));
  return Buffer.concat([signature, chunk('IHDR', header), data, chunk('IEND', Buffer.alloc(0))]);
};

const files = [
  { name: 'план зала.png', mimeType: 'image/png', buffer: pictureOf(320, 200) },
  {
    name: 'Смета на свадьбу 12 июня, вариант второй.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.7 смета'),
  },
];

/** Attaches a picture and a document to the reply. Resolves when both are on this device. */
export const chooseFiles = async (page: Page): Promise<typeof files> => {
  await page.locator('form input[type=file]').setInputFiles(files);
  for (const { name } of files) await page.getByRole('button', { name: new RegExp(`: ${name}$`) }).waitFor();
  return files;
};
