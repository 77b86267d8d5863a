import type { FakeTelegram } from '@inbetwin/bot/testing/fake-telegram.ts';

/** A team with the sample data and a Telegram bot, on a real server. */
export type Team = {
  /** Where people open the workspace. */
  readonly url: string;
  /** Signs the team's owner in, once. */
  readonly link: string;
  /** The team's page for customers. */
  readonly chatPage: string;
  readonly telegram: FakeTelegram;
};
