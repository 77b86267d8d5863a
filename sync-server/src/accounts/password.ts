import { hash, verify } from '@node-rs/argon2';

/** OWASP's minimum for Argon2id (the library's default kind): 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), cost);

/** Nobody's password: what an unknown e-mail is checked against. */
let decoy: Promise<string> | undefined;

/**
 * Takes as long for an account that does not exist (or has no password) as for one that does, so that the time of
 * an answer never tells which e-mails are registered.
 */
export const verifyPassword = async (storedHash: string | null | undefined, password: string): Promise<boolean> => {
  decoy ??= hashPassword('decoy');
  const fits = await verify(storedHash ?? (await decoy), password.normalize('NFC'));
  return fits && typeof storedHash === 'string';
};
