import type { RegistrationMode } from '@inbetwin/shared/contracts/accounts.ts';
import { routes } from '@inbetwin/shared/contracts/http.ts';
import { useEffect, useState } from 'react';

/** Who may make a team on this server; undefined as long as it has not said so. */
export const useRegistration = (): RegistrationMode | undefined => {
  const [mode, setMode] = useState<RegistrationMode>();
  useEffect(() => {
    const leaving = new AbortController();
    // Without an answer the way stays open: whoever takes it is told by the server why not.
    void readRegistration(leaving.signal).then(setMode, () => undefined);
    return () => leaving.abort();
  }, []);
  return mode;
};

const { path, response } = routes.registration;

const readRegistration = async (signal: AbortSignal): Promise<RegistrationMode> => {
  const answer = await fetch(path, { signal });
  return response.parse(await answer.json()).registration;
};

/** Whether the form that makes a team would get anywhere. */
export const mayRegister = (mode: RegistrationMode | undefined, invitation: string | undefined): boolean =>
  mode === undefined || mode === 'open' || (mode === 'invited' && invitation !== undefined);
