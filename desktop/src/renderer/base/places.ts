import {
  Activity,
  BookOpen,
  Bot,
  FlaskConical,
  Inbox,
  type LucideIcon,
  MessageSquareQuote,
  Settings,
  Stamp,
  TriangleAlert,
  Users,
} from 'lucide-react';

type PlaceEntry = {
  readonly name: string;
  readonly to: string;
  readonly icon: LucideIcon;
  /** The key of its title in `i18n`. */
  readonly title: string;
  /** Pressed after `G`, this key opens the place; the Latin letter on the keycap. */
  readonly letter?: string;
  /** Shown in the navigation rail, and in the tab bar on a phone. */
  readonly isSection?: true;
};

/** All places that the rail, the command palette, and the `G` shortcuts lead to, in display order. */
export const places = [
  { name: 'inbox', to: '/inbox', icon: Inbox, title: 'nav.inbox', letter: 'I', isSection: true },
  { name: 'approvals', to: '/approvals', icon: Stamp, title: 'nav.approvals', letter: 'P', isSection: true },
  { name: 'leads', to: '/leads', icon: Users, title: 'nav.leads', letter: 'L', isSection: true },
  { name: 'knowledge', to: '/knowledge', icon: BookOpen, title: 'nav.knowledge', letter: 'K', isSection: true },
  { name: 'agents', to: '/agents', icon: Bot, title: 'nav.agents', letter: 'N', isSection: true },
  { name: 'settings', to: '/settings', icon: Settings, title: 'nav.settings', letter: 'S', isSection: true },
  { name: 'searchLab', to: '/knowledge/lab', icon: FlaskConical, title: 'searchLab.title' },
  { name: 'wording', to: '/agents/wording', icon: MessageSquareQuote, title: 'agents.wording' },
  { name: 'monitor', to: '/agents/runs', icon: Activity, title: 'agents.monitor', letter: 'M' },
  { name: 'attention', to: '/attention', icon: TriangleAlert, title: 'sync.attention.title', letter: 'A' },
] as const satisfies readonly PlaceEntry[];

type Place = (typeof places)[number];
type Section = Extract<Place, { isSection: true }>;
type LetteredPlace = Extract<Place, { letter: string }>;

/** The place with this name, with its literal type. */
export const placeOf = <N extends Place['name']>(name: N): Extract<Place, { name: N }> =>
  places.find((place) => place.name === name) as Extract<Place, { name: N }>;

/** The places shown in the navigation rail. */
export const sections = places.filter((place): place is Section => 'isSection' in place);

/** The places that have a `G` shortcut. */
export const letteredPlaces = places.filter((place): place is LetteredPlace => 'letter' in place);

/** The name of a place that has a `G` shortcut. */
export type LetteredName = LetteredPlace['name'];

/** Builds a record with one value per place that has a shortcut. */
export const byLetteredPlace = <T>(make: (place: LetteredPlace) => T): Readonly<Record<LetteredName, T>> =>
  Object.fromEntries(letteredPlaces.map((place) => [place.name, make(place)])) as Record<LetteredName, T>;
