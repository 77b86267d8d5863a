import { createHash, randomBytes } from 'node:crypto';
import { type NewMessage, VISITOR_HEADER } from '@inbetwin/bot/widget/protocol.ts';
import { webChatKind } from '@inbetwin/shared/channels/web-chat.ts';
import { messageIdOf } from '@inbetwin/shared/conversations/ids.ts';
import { demoTeam } from '@inbetwin/sync-server/demo/demo-team.ts';

/** Questions that the sample knowledge answers. */
const questions = [
  'Сколько стоит аренда лофта в час?',
  'How many guests does the marquee hold?',
  'Сколько гостей вмещает шатёр?',
  'What does a standing buffet cost?',
  'Есть ли парковка у лофта?',
  'Can I bring my own wine?',
  'Когда возвращается предоплата при отмене?',
  'How much is the live stream?',
  'Есть ли трансфер от метро?',
  'Is guest parking free?',
  'Сколько стоит ведущий на вечер?',
  'Do you prepare vegetarian menus?',
  'Можно ли привезти свой алкоголь?',
  'How can I move the date?',
  'Делаете ли вы оформление цветами?',
] as const;

/** Returns a question; they repeat. */
export const questionAt = (at: number): string => questions[at % questions.length] ?? questions[0];

/** Creates a visitor's secret, by which the server knows the chat. */
export const newVisitor = (): string => randomBytes(16).toString('hex');

/** Returns the id under which the server stores a visitor's message. */
export const messageIdIn = (visitor: string, { id }: NewMessage): string =>
  messageIdOf({ channel: webChatKind.kind, account: webChatKind.account, chatId: chatIdOf(visitor) }, id);

/** The server identifies a chat by the digest of its visitor's secret. */
const chatIdOf = (visitor: string): string => createHash('sha256').update(visitor).digest('hex').slice(0, 32);

type Writing = {
  readonly url: string;
  readonly visitor: string;
  readonly message: NewMessage;
  /** The address that a proxy reports, for a server that trusts it. */
  readonly from?: string;
  /** The address of the team's chat; the demo team's if absent. */
  readonly slug?: string;
};

/** Resolves with the time at which the server confirmed that the message is on disk. */
export const writeToChat = async ({ url, visitor, message, from, slug = demoTeam.slug }: Writing): Promise<number> => {
  const response = await fetch(`${url}/chat/${slug}/messages`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      [VISITOR_HEADER]: visitor,
      ...(from !== undefined && { 'x-forwarded-for': from }),
    },
    body: JSON.stringify(message),
  });
  const answeredAt = performance.now();
  const answer = await response.text();
  if (response.status === 201) return answeredAt;
  throw new Error(`The chat answered ${response.status}: ${answer}`);
};
