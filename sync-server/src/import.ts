// `npm run import -- <folder> [--team slug] [--table pairs|rows]`: imports every readable file below the folder, also while the server runs.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import { tableKinds } from '@inbetwin/shared/entities/source.ts';
import { openTeamDocuments } from '@inbetwin/shared/ports/team-documents.ts';
import { createAccounts } from './accounts/accounts.ts';
import { readConfig } from './config.ts';
import { demoTeam } from './demo/demo-team.ts';
import { explainError } from './explain-error.ts';
import { createLogger } from './http/machinery/logger.ts';
import { type FileOutcome, importFolder } from './knowledge/import-folder.ts';
import { createImportThreads } from './knowledge/import-threads.ts';
import { loadSecretKey } from './secrets/secret-key.ts';
import { openStorage, type Storage } from './store/open-storage.ts';

const usage = 'Usage: npm run import -- <folder> [--team slug] [--table pairs|rows]';

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const readArguments = () => {
  const { values, positionals } = parseArgs({
    options: { team: { type: 'string', default: demoTeam.slug }, table: { type: 'string' } },
    allowPositionals: true,
  });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new Failure('request.invalid', 'Name one folder.', usage);
  const table = tableKinds.find((kind) => kind === values.table);
  if (values.table !== undefined && !table) {
    throw new Failure('request.invalid', `A table is read as pairs or rows, not as "${values.table}".`, usage);
  }
  // npm runs commands in the project's folder and passes the caller's folder here.
  return { folder: path.resolve(process.env.INIT_CWD ?? '.', folder), team: values.team, ...(table && { table }) };
};

const findTeam = async ({ store }: Storage, config: ReturnType<typeof readConfig>, slug: string): Promise<string> => {
  const secretKey = await loadSecretKey(config);
  const accounts = createAccounts({ store, clock: Date.now, secretKey, log: createLogger(config.logLevel) });
  const team = await accounts.findTeamBySlug(slug);
  if (team) return team.id;
  throw new Failure(
    'team.not_found',
    `There is no team "${slug}".`,
    'Start the server once, or name a team by --team.',
  );
};

const describe = (outcome: FileOutcome): string => {
  if (outcome.state === 'failed') return `failed: ${outcome.message}`;
  const { source, state } = outcome;
  const skipped = source.warnings.map(({ line, message }) => `\n      line ${line} left out: ${message}`);
  const passages = source.passageCount === 1 ? '1 passage' : `${source.passageCount} passages`;
  return `${state}, ${passages}${state === 'imported' ? skipped.join('') : ''}`;
};

const main = async (): Promise<number> => {
  const { team, ...what } = readArguments();
  const config = readConfig(process.env);
  const storage = await openStorage(config);
  const imports = createImportThreads();
  const counts = { imported: 0, unchanged: 0, failed: 0 };
  try {
    const teamId = await findTeam(storage, config, team);
    await importFolder({
      ...what,
      teamId,
      documents: openTeamDocuments(storage.store, teamId),
      blobs: storage.blobs,
      lendReader: (work, signal) => imports.lend(teamId, work, signal),
      now: Date.now,
      onFile: ({ file, index, total, outcome }) => {
        counts[outcome.state] += 1;
        print(`[${index + 1}/${total}] ${file}: ${describe(outcome)}`);
      },
    });
  } finally {
    await imports.close();
    await storage.store.close();
  }
  print(`${counts.imported} imported, ${counts.unchanged} unchanged, ${counts.failed} failed`);
  return counts.failed > 0 ? 1 : 0;
};

/** `parseArgs` refuses an unknown option with a TypeError that carries a code. */
const explain = (error: unknown): string =>
  error instanceof TypeError && 'code' in error ? `${error.message} ${usage}` : explainError(error);

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
