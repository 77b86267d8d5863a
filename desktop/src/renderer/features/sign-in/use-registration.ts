import { accountRoutes, type RegistrationMode } from '@inbetwin/shared/contracts/accounts.ts';
import { useEffect, useState } from 'react';

/** Who may create a team on this server; undefined until the server has answered. */
export const useRegistration = (): RegistrationMode | undefined => {
  const [mode, setMode] = useState<RegistrationMode>();
  useEffect(() => {
    const leaving = new AbortController();
    // Without an answer the option stays available; the server will explain a refusal.
    void readRegistration(leaving.signal).then(setMode, () => undefined);
    return () => leaving.abort();
  }, []);
  return mode;
};

const { path, response } = accountRoutes.registration;

const readRegistration = async (signal: AbortSignal): Promise<RegistrationMode> => {
  const answer = await fetch(path, { signal });
  return response.parse(await answer.json()).registration;
};

/** Whether submitting the form for creating a team can succeed. */
export const mayRegister = (mode: RegistrationMode | undefined, invitation: string | undefined): boolean =>
  mode === undefined || mode === 'open' || (mode === 'invited' && invitation !== undefined);
