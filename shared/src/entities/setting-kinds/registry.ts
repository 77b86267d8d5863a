import { agent } from './agent.ts';
import { answering } from './answering.ts';
import { channel } from './channel.ts';
import { followUpTemplate } from './follow-up-template.ts';
import { judgement } from './judgement.ts';
import { member } from './member.ts';
import { replyStyle } from './reply-style.ts';
import { team } from './team.ts';

/** All kinds of settings, in the order in which a new device receives them. A new kind is a file and a line here. */
export const settingKinds = {
  team,
  member,
  channel,
  agent,
  answering,
  'reply-style': replyStyle,
  'follow-up-template': followUpTemplate,
  judgement,
};

export type SettingKind = keyof typeof settingKinds;
