import { Activity, BookOpen, Bot, FlaskConical, Inbox, Settings, Stamp, TriangleAlert, Users } from 'lucide-react';

/** The places of the rail, the bottom bar, the palette and the `G` shortcuts. */
export const sections = [
  { name: 'inbox', to: '/inbox', icon: Inbox },
  { name: 'approvals', to: '/approvals', icon: Stamp },
  { name: 'leads', to: '/leads', icon: Users },
  { name: 'knowledge', to: '/knowledge', icon: BookOpen },
  { name: 'agents', to: '/agents', icon: Bot },
  { name: 'settings', to: '/settings', icon: Settings },
] as const;

/** Places within a section: the palette leads there, too. */
export const searchLab = { to: '/knowledge/lab', icon: FlaskConical } as const;

export const monitor = { to: '/agents/runs', icon: Activity } as const;

/** Where what waits for this person is gathered. */
export const attention = { to: '/attention', icon: TriangleAlert } as const;
