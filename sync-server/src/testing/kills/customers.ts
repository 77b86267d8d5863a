/** The team and the channel account that they write to. */
export const TEAM = 'crew';
export const ACCOUNT = '42';

/** What a customer wants: `book` and `order` have outward effects, `person` calls a person. */
const wishKinds = ['book', 'order', 'order', 'book', 'person'] as const;
type WishKind = (typeof wishKinds)[number];

export type Wish = { readonly id: string; readonly kind: WishKind };

export type Writing = {
  readonly chatId: string;
  readonly messageId: string;
  readonly text: string;
  readonly wishes: readonly Wish[];
};

const SECOND_SHARE = 0.35;
const BURST_SHARE = 0.5;
/** The number of conversations that may begin before a customer writes again. */
const LATEST = 40;

/** The customers' messages in order: one conversation each, and some write a second time, at once or much later. */
export const planWritings = (conversations: number, random: () => number): readonly Writing[] => {
  const first = Array.from({ length: conversations }, (_, at) => ({ at, writing: writingOf(at + 1, 1, random) }));
  const second = first.flatMap(({ at }) => {
    if (random() >= SECOND_SHARE) return [];
    const later = random() < BURST_SHARE ? 0 : random() * LATEST;
    return [{ at: at + later, writing: writingOf(at + 1, 2, random) }];
  });
  return [...first, ...second].sort((a, b) => a.at - b.at).map(({ writing }) => writing);
};

const MOST_WISHES = 4;

const writingOf = (chat: number, message: number, random: () => number): Writing => {
  const wishes = Array.from({ length: Math.floor(random() * MOST_WISHES) }, (_, at) => ({
    id: `${chat}.${message}.${at + 1}`,
    kind: wishKinds[Math.floor(random() * wishKinds.length)] ?? 'book',
  }));
  const text = `Заявка ${chat}.${message}: сделайте, пожалуйста, всё как договорились.`;
  return { chatId: String(chat), messageId: String(message), text, wishes };
};

/** The chat and message of a text from `planWritings`. */
export const numberIn = (text: string): string | undefined => /Заявка (\d+\.\d+)/.exec(text)?.[1];

export const numberOf = ({ chatId, messageId }: Pick<Writing, 'chatId' | 'messageId'>): string =>
  `${chatId}.${messageId}`;
