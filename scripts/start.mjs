// `npm start`: starts the server with the workspace, even from a fresh clone.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt, ensureInstalled, findElectron, nodeBinary, root, toolEnvironment } from './setup.mjs';

ensureInstalled();
ensureBuilt();

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

const openWindow = (signInLink) => {
  const electron = findElectron();
  if (!electron || !hasDisplay) {
    const missing = electron ? 'There is no display for the Electron window' : 'Electron is not installed';
    process.stdout.write(`${missing}: open the first address in a browser. Ctrl-C stops the server.\n`);
    return undefined;
  }
  const window = spawn(electron, [path.join(root, 'desktop')], {
    stdio: 'ignore',
    env: { ...process.env, INBETWIN_URL: new URL(signInLink).origin, INBETWIN_LINK: signInLink },
  });
  const sayWhere = (what) => process.stdout.write(`${what}; the workspace stays at ${new URL(signInLink).origin}\n`);
  window.on('error', (error) => sayWhere(`The Electron window did not open (${error.message})`));
  window.on('exit', (code) => {
    if (!stopping) sayWhere(code ? `The Electron window ended with code ${code}` : 'The window is closed');
  });
  return window;
};

const server = spawn(nodeBinary(), [path.join(root, 'sync-server', 'src', 'main.ts')], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  env: toolEnvironment(),
});
let window;
let stopping = false;
server.on('message', (message) => {
  if (message.hasWorkspace) window = openWindow(message.readyAt);
});

// The server stops cleanly on the signal; this process only waits for it.
const stop = (signal) => {
  stopping = true;
  server.kill(signal);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));

// A signal that ends npm alone does not come through npm's shell: then the parent is another process.
const { ppid } = process;
if (process.env.npm_lifecycle_event) setInterval(() => process.ppid !== ppid && stop('SIGTERM'), 500).unref();

server.on('exit', (code, signal) => {
  stopping = true;
  window?.kill();
  process.exit(code ?? (signal ? 1 : 0));
});
