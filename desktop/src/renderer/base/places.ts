import {
  Activity,
  BookOpen,
  Bot,
  FlaskConical,
  Inbox,
  type LucideIcon,
  Settings,
  Stamp,
  TriangleAlert,
  Users,
} from 'lucide-react';

type PlaceEntry = {
  readonly name: string;
  readonly to: string;
  readonly icon: LucideIcon;
  /** The key of its name in `i18n`. */
  readonly title: string;
  /** Pressed after `G`, it leads there: as printed on the keycap, Latin. */
  readonly letter?: string;
  /** Stands in the rail, and in the bar of a phone. */
  readonly isSection?: true;
};

/** Each place that the rail, the palette and the `G` shortcuts lead to, in the order in which they show it. */
export const places = [
  { name: 'inbox', to: '/inbox', icon: Inbox, title: 'nav.inbox', letter: 'I', isSection: true },
  { name: 'approvals', to: '/approvals', icon: Stamp, title: 'nav.approvals', letter: 'P', isSection: true },
  { name: 'leads', to: '/leads', icon: Users, title: 'nav.leads', letter: 'L', isSection: true },
  { name: 'knowledge', to: '/knowledge', icon: BookOpen, title: 'nav.knowledge', letter: 'K', isSection: true },
  { name: 'agents', to: '/agents', icon: Bot, title: 'nav.agents', letter: 'N', isSection: true },
  { name: 'settings', to: '/settings', icon: Settings, title: 'nav.settings', letter: 'S', isSection: true },
  { name: 'searchLab', to: '/knowledge/lab', icon: FlaskConical, title: 'searchLab.title' },
  { name: 'monitor', to: '/agents/runs', icon: Activity, title: 'agents.monitor', letter: 'M' },
  { name: 'attention', to: '/attention', icon: TriangleAlert, title: 'sync.attention.title', letter: 'A' },
] as const satisfies readonly PlaceEntry[];

type Place = (typeof places)[number];
type Section = Extract<Place, { isSection: true }>;
type LetteredPlace = Extract<Place, { letter: string }>;

export const placeOf = <N extends Place['name']>(name: N): Extract<Place, { name: N }> =>
  places.find((place) => place.name === name) as Extract<Place, { name: N }>;

export const sections = places.filter((place): place is Section => 'isSection' in place);

export const letteredPlaces = places.filter((place): place is LetteredPlace => 'letter' in place);

export type LetteredName = LetteredPlace['name'];

/** One value for each place with a letter. */
export const byLetteredPlace = <T>(make: (place: LetteredPlace) => T): Readonly<Record<LetteredName, T>> =>
  Object.fromEntries(letteredPlaces.map((place) => [place.name, make(place)])) as Record<LetteredName, T>;
