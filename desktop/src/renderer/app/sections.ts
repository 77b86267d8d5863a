import { BookOpen, FlaskConical, Inbox, Settings, TriangleAlert, Users } from 'lucide-react';

/** The places of the rail, the bottom bar, the palette and the `G` shortcuts. */
export const sections = [
  { name: 'inbox', to: '/inbox', icon: Inbox },
  { name: 'leads', to: '/leads', icon: Users },
  { name: 'knowledge', to: '/knowledge', icon: BookOpen },
  { name: 'settings', to: '/settings', icon: Settings },
] as const;

/** A place within a section: the palette leads there, too. */
export const searchLab = { to: '/knowledge/lab', icon: FlaskConical } as const;

/** Where what waits for this person is gathered. */
export const attention = { to: '/attention', icon: TriangleAlert } as const;
