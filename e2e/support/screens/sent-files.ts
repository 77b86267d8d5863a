import { crc32, deflateSync } from 'node:zlib';
import type { FakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';
import { until } from './until.ts';

const from = { first_name: 'Игорь', last_name: 'Лебедев', language_code: 'ru' } as const;

/** A customer sends files, one of them larger than Telegram lets bots download. */
export const sender = { chatId: 503, name: 'Игорь Лебедев' } as const;

export const sendFiles = async (telegram: FakeTelegram): Promise<void> => {
  const say = (message: Readonly<Record<string, unknown>>) =>
    telegram.customerWrites({ chatId: sender.chatId, from, message });
  const photo = drawMarquee();
  const plan = Buffer.alloc(1_340_000, 'The plan of the garden. ');
  const voice = Buffer.alloc(48_000, 'OggS');
  say({ document: { file_id: telegram.addFile(plan), file_name: 'План участка.pdf', file_size: plan.length } });
  say({
    photo: [{ file_id: telegram.addFile(photo), width: WIDTH, height: HEIGHT, file_size: photo.length }],
    caption: 'Встанет ли шатёр как на фото? Дерево слева спиливать нельзя.',
  });
  say({ voice: { file_id: telegram.addFile(voice), file_size: voice.length, mime_type: 'audio/ogg' } });
  say({ video: { file_id: 'never-asked-for', file_name: 'облёт.mp4', file_size: 74_000_000 } });
  await until(() => telegram.sent(sender.chatId).length > 0, 'an answer to the files');
};

const [WIDTH, HEIGHT] = [640, 420];

/** A PNG of a white marquee on a lawn: https://www.w3.org/TR/png-3/ */
const drawMarquee = (): Buffer => {
  const rows = Array.from({ length: HEIGHT }, (_row, y) => {
    const pixels = Array.from({ length: WIDTH }, (_pixel, x) => colorAt(x, y));
    return Buffer.from([0, ...pixels.flat()]);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  // Eight bits each for red, green and blue.
  header.set([8, 2, 0, 0, 0], 8);
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]);
};

const colorAt = (x: number, y: number): readonly [number, number, number] => {
  const fromMiddle = Math.abs(x - 340);
  const isRoof = y > 130 && y < 230 && fromMiddle < (y - 130) * 1.9;
  const isWall = y >= 230 && y < 320 && fromMiddle < 175;
  const isTree = (x - 90) ** 2 + (y - 190) ** 2 < 4200 || (Math.abs(x - 90) < 9 && y > 190 && y < 320);
  if (isTree) return [64, 108, 70];
  if (isRoof) return [246, 244, 238];
  if (isWall) return Math.floor(fromMiddle / 35) % 2 === 0 ? [232, 228, 218] : [221, 216, 204];
  return y > 300 ? [126, 168, 96] : [166 + y / 8, 200 + y / 12, 232];
};

const chunk = (type: string, data: Buffer): Buffer => {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, sum]);
};
