// `npm run admin -- COMMAND`: tasks for operators, which may run while the server does, except for `move`.
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { type Accounts, createAccounts } from './accounts/accounts.ts';
import { type Config, readConfig } from './config.ts';
import { demoTeam } from './demo/demo-team.ts';
import { explainError } from './explain-error.ts';
import { localUrl } from './http/listen.ts';
import { createLogger } from './http/machinery/logger.ts';
import { moveTo } from './moving/move-command.ts';
import { loadSecretKey } from './secrets/secret-key.ts';
import { openStorage, type Storage } from './store/open-storage.ts';
import { installationOf, openTeamOwners, type TeamOwners } from './teams/team-owners.ts';

const usage =
  'Usage: npm run admin -- invite (a link to make one team) | link (a link that signs the demo owner in) | take TEAM (this server serves the team whose chat page is /chat/TEAM from now on) | teams (the id, chat page and name of each team) | move --to URL|embedded (everything is in this CouchDB, or in the data folder, from now on; stop the server first)';

type Desk = {
  readonly accounts: Accounts;
  readonly owners: TeamOwners;
  readonly address: string;
  readonly config: Config;
  readonly storage: Storage;
};
type Command = { readonly takes: readonly string[]; run(desk: Desk, ...given: readonly string[]): Promise<string> };

const commands: Readonly<Record<string, Command>> = {
  invite: {
    takes: [],
    run: async ({ accounts, address }) => `${address}/#/invite/${await accounts.createInvitation()}`,
  },
  link: {
    takes: [],
    run: async ({ accounts, address }) =>
      `${address}/#/link/${await accounts.createSignInLink(await accounts.ensureTeam(demoTeam))}`,
  },
  teams: {
    takes: [],
    run: async ({ accounts }) =>
      (await accounts.teams()).map(({ id, slug, name }) => `${id}\t${slug}\t${name}`).join('\n'),
  },
  move: {
    takes: ['--to', 'STORE'],
    run: ({ config, storage }, option, target = '') => {
      if (option !== '--to') throw new Failure('request.invalid', 'Name where to.', usage);
      return moveTo(target, { config, from: storage });
    },
  },
  take: {
    takes: ['TEAM'],
    run: async ({ accounts, owners }, slug = '') => {
      const team = await accounts.findTeamBySlug(slug);
      if (!team) throw new Failure('team.not_found', `There is no team ${slug}.`, 'Name it as its chat page does.');
      await owners.take(team.id);
      return `${team.name} is served by this server from now on. Stop any other server that serves it.`;
    },
  },
};

const main = async ([name = '', ...given]: readonly string[]): Promise<void> => {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command?.takes.length !== given.length) throw new Failure('request.invalid', 'Name one command.', usage);
  const config = readConfig(process.env);
  const storage = await openStorage(config);
  const { store } = storage;
  try {
    const secretKey = await loadSecretKey(config);
    const log = createLogger(config.logLevel);
    const accounts = createAccounts({ store, clock: Date.now, secretKey, log });
    const installation = config.installationId ?? installationOf(secretKey);
    const owners = openTeamOwners({ store, installation, takeOver: false, clock: Date.now, log });
    const address = config.publicUrl ?? localUrl(config);
    process.stdout.write(`${await command.run({ accounts, owners, address, config, storage }, ...given)}\n`);
  } finally {
    await store.close();
  }
};

process.umask(0o077);
try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${explainError(error)}\n`);
  process.exitCode = 1;
}
