import { answeringOf } from '@inbetwin/shared/conversations/answering.ts';
import type { Conversation } from '@inbetwin/shared/entities/conversation.ts';
import { isUnread, type ReadMarks, wantedAt } from '../../parts/conversation/unread.ts';
import type { NotificationSettings } from '../../parts/notifications/notification-settings.ts';

/** For each conversation, the time of the need that the person was already notified of, or saw on arrival. */
export type Told = ReadonlyMap<string, number>;

/** Marks everything that waits as known, so that nobody is notified of it. */
export const toldOfAll = (waiting: readonly Conversation[]): Told =>
  new Map(waiting.filter(waitsForPerson).map((conversation) => [conversation.id, wantedAt(conversation)]));

/** The known state after these notifications. A conversation that waits for an agent was handed back, so handing it over again is news. */
export const withTold = (told: Told, waiting: readonly Conversation[]): Told => {
  const handedBack = new Set(waiting.filter((each) => !waitsForPerson(each)).map(({ id }) => id));
  return new Map([...[...told].filter(([id]) => !handedBack.has(id)), ...toldOfAll(waiting)]);
};

/** A message that an agent still has to answer rings for nobody; it rings if the agent hands it over. */
const waitsForPerson = (conversation: Conversation): boolean => answeringOf(conversation).waitsFor === 'person';

/** What decides about notifications. */
export type Scene = {
  /** Every conversation that waits for a person. */
  readonly waiting: readonly Conversation[];
  readonly told: Told;
  readonly marks: ReadMarks;
  readonly userId: string;
  readonly settings: Pick<NotificationSettings, 'rings'>;
  /** Nothing older triggers a notification, because it arrived late from a time when the workspace was closed. In ms since the epoch. */
  readonly since: number;
};

/** The conversations to notify about now, latest first; each once per time that it starts to need a person. */
export const whatRings = ({ waiting, told, marks, userId, settings, since }: Scene): readonly Conversation[] =>
  waiting
    .filter((conversation) => isUnread(conversation, userId, marks))
    .filter(({ assigneeId }) => settings.rings === 'waiting' || assigneeId === userId)
    .filter((conversation) => isNews(conversation, told.get(conversation.id)) && wantedAt(conversation) > since)
    .toSorted((a, b) => wantedAt(b) - wantedAt(a));

/**
 * What to notify about a moment after `earlier`: of those conversations, the ones that nobody has seen or taken since, in their present
 * state; and the known state after that.
 */
export const whatRingsSettled = (
  scene: Scene,
  earlier: readonly Conversation[],
): { readonly ringing: readonly Conversation[]; readonly told: Told } => {
  const rang = new Set(whatRings({ ...scene, waiting: earlier }).map(({ id }) => id));
  const ringing = whatRings(scene).filter(({ id }) => rang.has(id));
  return { ringing, told: withTold(withTold(scene.told, earlier), ringing) };
};

/** Handing over a message that the person was already notified of is not news. */
const isNews = (conversation: Conversation, toldAt = 0): boolean => {
  const { direction, at } = conversation.lastMessage;
  return direction === 'inbound' && toldAt > 0 ? at > toldAt : wantedAt(conversation) > toldAt;
};
