import { agents } from './en/agents.ts';
import { approvals } from './en/approvals.ts';
import { channels } from './en/channels.ts';
import { common } from './en/common.ts';
import { contacts } from './en/contacts.ts';
import { device } from './en/device.ts';
import { forms } from './en/forms.ts';
import { inbox } from './en/inbox.ts';
import { knowledge } from './en/knowledge.ts';
import { leads } from './en/leads.ts';
import { local } from './en/local.ts';
import { notifications } from './en/notifications.ts';
import { runs } from './en/runs.ts';
import { searchLab } from './en/search-lab.ts';
import { settings } from './en/settings.ts';
import { signIn } from './en/sign-in.ts';
import { sync } from './en/sync.ts';

export const en = {
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
