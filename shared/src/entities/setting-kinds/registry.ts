import { agent } from './agent.ts';
import { answering } from './answering.ts';
import { channel } from './channel.ts';
import { judgement } from './judgement.ts';
import { team } from './team.ts';

/** Every kind of setting, in the order in which a new device receives them. Adding one is a file and a line here. */
export const settingKinds = { team, channel, agent, answering, judgement };

export type SettingKind = keyof typeof settingKinds;
