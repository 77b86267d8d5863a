import { createHash } from 'node:crypto';
import type { ChannelEvent, InboundMessage } from '@inbetwin/bot/channels/channel.ts';
import { VISITOR_HEADER, visitorSchema } from '@inbetwin/bot/widget/protocol.ts';
import { webChatKind } from '@inbetwin/shared/channels/web-chat.ts';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { type Language, languageSchema } from '@inbetwin/shared/entities/declaring/fields.ts';
import type { Clock } from '@inbetwin/shared/ports/clock.ts';
import type { Request } from 'express';

/** The team whose chat is open at an address. */
type ChatTeam = { readonly id: string; readonly name: string };

/** A visitor's request to the chat of a team. */
type Visit = {
  readonly teamId: string;
  /** Derived from the visitor's secret, so that someone who learns it cannot impersonate the visitor. */
  readonly chatId: string;
  /** The network address that limits are counted for. */
  readonly address: string | undefined;
  readonly language: Language | undefined;
};

/** What the chats depend on. */
export type VisitOptions = {
  /** Throws `team.elsewhere` if another server serves the team. */
  readonly findTeamBySlug: (slug: string) => Promise<ChatTeam | undefined>;
  /** Stores an event of a team's chat durably; a repeated one is a no-op. */
  readonly receive: (teamId: string, event: ChannelEvent) => Promise<void>;
  readonly clock: Clock;
};

type Said = Pick<InboundMessage, 'messageId' | 'text' | 'attachments' | 'chosenIn'>;

/** Operations of a visitor's request in a team's chat. */
export type Visits = {
  /** Throws `team.not_found`, `team.elsewhere`, and `request.invalid` without the visitor's secret. */
  of(request: Request<{ team: string }>): Promise<Visit>;
  /** Stores what the visitor says. `name` is the visitor's chosen name. */
  say(visit: Visit, said: Said, name?: string): Promise<void>;
};

/** Opens the chats of all teams to their visitors. */
export const createVisits = ({ findTeamBySlug, receive, clock }: VisitOptions): Visits => ({
  of: async (request) => {
    const team = await findTeamBySlug(request.params.team);
    if (!team) throw new Failure('team.not_found', 'There is no chat at this address.', 'Check the address.');
    return { teamId: team.id, chatId: chatIdOf(request), address: request.ip, language: languageOf(request) };
  },
  say: async ({ teamId, chatId, language }, said, name) => {
    const sender = {
      externalId: chatId,
      name: name || guestName(chatId, language),
      ...(language && { language }),
    };
    const message = { account: webChatKind.account, chatId, sender, sentAt: clock(), ...said };
    await receive(teamId, { type: 'message', message });
  },
});

const chatIdOf = (request: Request<{ team: string }>): string => {
  const visitor = visitorSchema.safeParse(request.get(VISITOR_HEADER));
  if (!visitor.success) {
    throw new Failure(
      'request.invalid',
      `The header ${VISITOR_HEADER} is missing or wrong.`,
      'Send 32 random hexadecimal digits, the same with every request.',
    );
  }
  return createHash('sha256').update(visitor.data).digest('hex').slice(0, 32);
};

/** Undefined if the client states no language, or none that the chat supports. */
export const languageOf = (request: Pick<Request, 'get' | 'acceptsLanguages'>): Language | undefined => {
  if (!request.get('accept-language')) return undefined;
  const wanted = languageSchema.safeParse(request.acceptsLanguages('en', 'ru'));
  return wanted.success ? wanted.data : undefined;
};

/** A short tag tells visitors apart who did not give a name. */
const guestName = (chatId: string, language: Language | undefined): string =>
  `${language === 'en' ? 'Guest' : 'Гость'} ${chatId.slice(0, 4).toUpperCase()}`;
