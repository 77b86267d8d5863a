import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import type { NotificationSettings } from './notification-settings.ts';
import { isUnread, type ReadMarks, wantedAt } from './unread.ts';

/** What a person was told of already, or had before them when they came: when each conversation last wanted a person. */
export type Told = ReadonlyMap<string, number>;

/** That nobody is told of what was there already. */
export const toldOfAll = (waiting: readonly Conversation[]): Told =>
  new Map(waiting.map((conversation) => [conversation.id, wantedAt(conversation)]));

export type Scene = {
  /** Every conversation that waits for a person. */
  readonly waiting: readonly Conversation[];
  readonly told: Told;
  readonly marks: ReadMarks;
  readonly userId: string;
  readonly settings: Pick<NotificationSettings, 'rings'>;
  /** Nothing older rings: it came late from a time when this workspace was closed. ms since the epoch. */
  readonly since: number;
};

/** The conversations to tell the person of now, the latest first: each once for each time that it wants a person anew. */
export const whatRings = ({ waiting, told, marks, userId, settings, since }: Scene): readonly Conversation[] =>
  waiting
    .filter((conversation) => isUnread(conversation, userId, marks))
    .filter(({ assigneeId }) => settings.rings === 'waiting' || assigneeId === userId)
    .filter((conversation) => wantedAt(conversation) > (told.get(conversation.id) ?? since))
    .toSorted((a, b) => wantedAt(b) - wantedAt(a));
