import { bridge } from '../session/bridge.ts';

/**
 * Registers the service worker, so that the workspace opens without its server from the next load on. It is not needed in Electron or from
 * a file.
 */
export const registerServiceWorker = (): void => {
  if (!import.meta.env.PROD || bridge() || !window.location.protocol.startsWith('http')) return;
  // Browsers provide service workers only in secure contexts.
  if (!('serviceWorker' in navigator)) return;
  const register = (): void => {
    navigator.serviceWorker.register('./service-worker.js', { updateViaCache: 'none' }).catch((error: unknown) => {
      // biome-ignore lint/suspicious/noConsole: the workspace goes on without it; whoever wonders why finds it here
      console.warn('The workspace will not open without its server.', error);
    });
  };
  // Does not compete with the page's own loading.
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register, { once: true });
};
