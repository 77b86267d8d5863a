import { test as base } from '@playwright/test';
import { type GuestTeam, type SharedServer, startSharedServer } from './shared-server.ts';
import { type Environment, openWorld, type World } from './world.ts';

type Fixtures = {
  /** A team on the server that all tests of this worker share. */
  readonly team: GuestTeam;
  /** For a test that stops its server, looks into its folder, or has it told something (`environment`). */
  readonly world: World;
  readonly environment: Environment;
};

export const test = base.extend<Fixtures, { readonly sharedServer: SharedServer }>({
  sharedServer: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
    async ({}, use) => {
      const server = await startSharedServer();
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  team: async ({ sharedServer }, use) => {
    const team = await sharedServer.openTeam();
    await use(team);
    await team.close();
  },
  environment: [{}, { option: true }],
  world: async ({ environment }, use) => {
    const world = await openWorld(environment);
    await use(world);
    await world.close();
  },
});
