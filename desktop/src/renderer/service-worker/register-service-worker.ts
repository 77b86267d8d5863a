import { bridge } from '../session/bridge.ts';

/** From the next load on the workspace opens without its server. In Electron, and from a file, it does so anyway. */
export const registerServiceWorker = (): void => {
  if (!import.meta.env.PROD || bridge() || !window.location.protocol.startsWith('http')) return;
  // Browsers offer none where the address is neither secure nor of this machine.
  if (!('serviceWorker' in navigator)) return;
  const register = (): void => {
    navigator.serviceWorker.register('./service-worker.js', { updateViaCache: 'none' }).catch((error: unknown) => {
      // biome-ignore lint/suspicious/noConsole: the workspace goes on without it; whoever wonders why finds it here
      console.warn('The workspace will not open without its server.', error);
    });
  };
  // What the page itself needs comes first.
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register, { once: true });
};
