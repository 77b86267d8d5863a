import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Failure } from '@inbetwin/shared/contracts/errors.ts';
import type { SecretBox } from '@inbetwin/shared/ports/secrets.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
/** NIST SP 800-38D: a random 96-bit nonce and a full-length tag. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1';

/**
 * Encrypts with AES-256-GCM. A sealed text is `v1.` followed by the base64url of nonce, tag, and ciphertext. `key` must be 32 bytes long.
 */
export const createSecretBox = (key: Uint8Array): SecretBox => {
  if (key.length !== KEY_BYTES) {
    throw new Failure('secrets.unreadable', `A key has ${KEY_BYTES} bytes, not ${key.length}.`, 'Check SECRET_KEY.');
  }
  return {
    seal: (plain, context) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(context));
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
    },
    open: (sealed, context) => {
      const [version, text = ''] = sealed.split('.');
      const bytes = Buffer.from(text, 'base64url');
      if (version !== VERSION || bytes.length < NONCE_BYTES + TAG_BYTES) throw unreadable();
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(context))
        .setAuthTag(tag);
      try {
        const rest = bytes.subarray(NONCE_BYTES + TAG_BYTES);
        return Buffer.concat([decipher.update(rest), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw unreadable(cause);
      }
    },
  };
};

const unreadable = (cause?: unknown): Failure =>
  new Failure(
    'secrets.unreadable',
    'A stored secret cannot be opened with this key.',
    'Start with the SECRET_KEY (or the secret.key file) that sealed it, or enter the secret again.',
    { cause },
  );
