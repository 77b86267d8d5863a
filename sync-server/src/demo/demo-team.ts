/** The team that a new server starts with; its owner signs in by link only. */
export const demoTeam = {
  slug: 'demo',
  name: 'Полдень',
  owner: { email: 'demo@inbetwin.local', name: 'Демо' },
};
