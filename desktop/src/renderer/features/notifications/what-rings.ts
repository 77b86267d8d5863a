import { answeringOf } from '@inbetwin/shared/conversations/answering.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { isUnread, type ReadMarks, wantedAt } from '../../parts/conversation/unread.ts';
import type { NotificationSettings } from '../../parts/notifications/notification-settings.ts';

/** What a person was told of already, or had before them when they came: when each conversation last wanted a person. */
export type Told = ReadonlyMap<string, number>;

/** That nobody is told of what was there already. */
export const toldOfAll = (waiting: readonly Conversation[]): Told =>
  new Map(waiting.filter(waitsForPerson).map((conversation) => [conversation.id, wantedAt(conversation)]));

/** The same after these were told of. What waits for an agent was handed back: should it be handed over again, that is news. */
export const withTold = (told: Told, waiting: readonly Conversation[]): Told => {
  const handedBack = new Set(waiting.filter((each) => !waitsForPerson(each)).map(({ id }) => id));
  return new Map([...[...told].filter(([id]) => !handedBack.has(id)), ...toldOfAll(waiting)]);
};

/** A message that an agent still has to answer rings for nobody; it rings if the agent hands it over. */
const waitsForPerson = (conversation: Conversation): boolean => answeringOf(conversation).waitsFor === 'person';

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
    .filter((conversation) => isNews(conversation, told.get(conversation.id)) && wantedAt(conversation) > since)
    .toSorted((a, b) => wantedAt(b) - wantedAt(a));

/**
 * The same a moment after `earlier`: of what rang then, whatever nobody has seen or taken since, as it is by now. With what the person is told
 * of after that.
 */
export const whatRingsSettled = (
  scene: Scene,
  earlier: readonly Conversation[],
): { readonly ringing: readonly Conversation[]; readonly told: Told } => {
  const rang = new Set(whatRings({ ...scene, waiting: earlier }).map(({ id }) => id));
  const ringing = whatRings(scene).filter(({ id }) => rang.has(id));
  return { ringing, told: withTold(withTold(scene.told, earlier), ringing) };
};

/** A hand-over of the very message that the person was told of is no news. */
const isNews = (conversation: Conversation, toldAt = 0): boolean => {
  const { direction, at } = conversation.lastMessage;
  return direction === 'inbound' && toldAt > 0 ? at > toldAt : wantedAt(conversation) > toldAt;
};
