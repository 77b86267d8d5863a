/** Browsers introduce themselves as others too, so the more particular names come first. */
const programs: readonly (readonly [mark: string, name: string])[] = [
  ['inBeTwin/', 'inBeTwin'],
  ['Electron/', 'inBeTwin'],
  ['YaBrowser/', 'Yandex'],
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
];

const systems: readonly (readonly [mark: string, name: string])[] = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
];

/** What a `User-Agent` tells a person: `Chrome, Windows`; its beginning if it is unknown, undefined if there is none. */
export const programOf = (agent: string | undefined): string | undefined => {
  if (!agent) return undefined;
  const found = [programs, systems].flatMap((names) => names.find(([mark]) => agent.includes(mark))?.[1] ?? []);
  return found.length > 0 ? found.join(', ') : agent.slice(0, 40);
};
