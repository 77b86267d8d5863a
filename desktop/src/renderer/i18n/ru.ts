import { agents } from './ru/agents.ts';
import { approvals } from './ru/approvals.ts';
import { channels } from './ru/channels.ts';
import { common } from './ru/common.ts';
import { contacts } from './ru/contacts.ts';
import { device } from './ru/device.ts';
import { forms } from './ru/forms.ts';
import { inbox } from './ru/inbox.ts';
import { knowledge } from './ru/knowledge.ts';
import { leads } from './ru/leads.ts';
import { local } from './ru/local.ts';
import { notifications } from './ru/notifications.ts';
import { runs } from './ru/runs.ts';
import { searchLab } from './ru/search-lab.ts';
import { settings } from './ru/settings.ts';
import { signIn } from './ru/sign-in.ts';
import { sync } from './ru/sync.ts';

export const ru = {
  ...common,
  channel: channels,
  signIn,
  inbox,
  approvals,
  agents,
  runs,
  leads,
  contacts,
  knowledge,
  searchLab,
  settings,
  notifications,
  sync,
  forms,
  device,
  local,
};
