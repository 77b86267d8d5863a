// `npm run admin -- invite|link`: prints a one-time link, also while the server runs.
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { type Accounts, createAccounts } from './accounts/accounts.ts';
import { type Config, readConfig } from './config.ts';
import { demoTeam } from './demo/demo-team.ts';
import { explainError } from './explain-error.ts';
import { createLogger } from './http/logger.ts';
import { bracketed, isEverywhere } from './http/own-hosts.ts';
import { loadSecretKey } from './secrets/secret-key.ts';
import { openStorage } from './store/open-storage.ts';

const usage = 'Usage: npm run admin -- invite (a link to make one team) | link (a link that signs the demo owner in)';

const commands: Readonly<Record<string, (accounts: Accounts) => Promise<string>>> = {
  invite: async (accounts) => `invite/${await accounts.createInvitation()}`,
  link: async (accounts) => `link/${await accounts.createSignInLink(await accounts.ensureTeam(demoTeam))}`,
};

const addressOf = ({ publicUrl, host, port }: Config): string =>
  publicUrl ?? `http://${bracketed(isEverywhere(host) ? '127.0.0.1' : host)}:${port}`;

const main = async ([name = '', ...more]: readonly string[]): Promise<void> => {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command || more.length > 0) throw new Failure('request.invalid', 'Name one command.', usage);
  const config = readConfig(process.env);
  const { dataFolder: directory, secretKey: configured } = config;
  const { store } = await openStorage(config);
  try {
    const secretKey = await loadSecretKey({ directory, ...(configured && { secretKey: configured }) });
    const accounts = createAccounts({ store, clock: Date.now, secretKey, log: createLogger(config.logLevel) });
    process.stdout.write(`${addressOf(config)}/#/${await command(accounts)}\n`);
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
