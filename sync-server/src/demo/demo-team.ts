/** The team that a new server begins with; its owner signs in by link alone. */
export const demoTeam = {
  slug: 'demo',
  name: 'Полдень',
  owner: { email: 'demo@inbetwin.local', name: 'Демо' },
};
