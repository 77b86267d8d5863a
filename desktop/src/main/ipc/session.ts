import type { SessionVault } from '../session-vault.ts';
import type { IpcHandlers } from './handlers.ts';

type SessionHandlers = Pick<IpcHandlers, 'session:load' | 'session:save' | 'session:clear' | 'server:url'>;

/** Handlers for the stored session and the server's address. */
export const createSessionHandlers = (vault: SessionVault, serverUrl: string): SessionHandlers => ({
  'server:url': () => ({ url: serverUrl }),
  'session:load': async () => {
    const refreshToken = await vault.load();
    return refreshToken === undefined ? null : { refreshToken };
  },
  'session:save': async ({ refreshToken }) => {
    await vault.save(refreshToken);
    return null;
  },
  'session:clear': async () => {
    await vault.clear();
    return null;
  },
});
