import { agent } from './agent.ts';
import { answering } from './answering.ts';
import { channel } from './channel.ts';
import { team } from './team.ts';

/** Every kind of setting. Adding one is a file and a line here. */
export const settingKinds = { channel, team, agent, answering };

export type SettingKind = keyof typeof settingKinds;
