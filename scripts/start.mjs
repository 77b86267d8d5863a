// `npm start`: the server with the workspace, from a fresh clone on.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt, ensureInstalled, findElectron, nodeBinary, root, toolEnvironment } from './setup.mjs';

ensureInstalled();
ensureBuilt();

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

const openWindow = (signInLink) => {
  const electron = findElectron();
  if (!electron || !hasDisplay) {
    const missing = electron ? 'There is no display' : 'Electron is not installed';
    process.stdout.write(`${missing}, so the workspace opens in a browser: use the address above.\n`);
    return undefined;
  }
  const window = spawn(electron, [path.join(root, 'desktop')], {
    stdio: 'ignore',
    env: { ...process.env, INBETWIN_URL: new URL(signInLink).origin, INBETWIN_LINK: signInLink },
  });
  window.on('error', (error) => process.stderr.write(`The Electron window did not open: ${error.message}\n`));
  return window;
};

const server = spawn(nodeBinary(), [path.join(root, 'sync-server', 'src', 'main.ts')], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  env: toolEnvironment(),
});
let window;
server.on('message', (message) => {
  if (message.readyAt) window = openWindow(message.readyAt);
});

// The server stops cleanly on the signal; this process only waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => {
  window?.kill();
  process.exit(code ?? (signal ? 1 : 0));
});
