import { hash, verify } from '@node-rs/argon2';

/** OWASP's minimum for Argon2id (the library's default variant): 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes a password with Argon2id, after Unicode normalization, into PHC format. */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), cost);

/** A hash that belongs to no account; passwords for unknown emails are checked against it. */
let decoy: Promise<string> | undefined;

/**
 * Takes as long for an account that does not exist (or has no password) as for one that does, so that response times do not reveal which
 * emails are registered.
 */
export const verifyPassword = async (storedHash: string | null | undefined, password: string): Promise<boolean> => {
  decoy ??= hashPassword('decoy');
  const fits = await verify(storedHash ?? (await decoy), password.normalize('NFC'));
  return fits && typeof storedHash === 'string';
};
