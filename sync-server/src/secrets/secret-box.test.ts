import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSecretBox } from './secret-box.ts';

const box = createSecretBox(randomBytes(32));
const unreadable = expect.objectContaining({ code: 'secrets.unreadable' });

describe('secret box', () => {
  it('opens what it sealed, whatever the text and the context', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (plain, context) => {
        expect(box.open(box.seal(plain, context), context)).toBe(plain);
      }),
    );
  });

  it('never seals the same text the same way twice, and shows nothing of it', () => {
    const sealed = [box.seal('12345:token', 'c'), box.seal('12345:token', 'c')];
    expect(sealed[0]).not.toBe(sealed[1]);
    expect(Buffer.from(sealed.join(), 'base64url').toString('latin1')).not.toContain('token');
  });

  it('stays shut for another key and for another context', () => {
    const sealed = box.seal('token', 'channel:telegram:42');
    expect(() => createSecretBox(randomBytes(32)).open(sealed, 'channel:telegram:42')).toThrow(unreadable);
    expect(() => box.open(sealed, 'channel:telegram:43')).toThrow(unreadable);
  });

  it('notices every changed byte and every cut', () => {
    const sealed = box.seal('the token', 'c');
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    for (const at of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => box.open(`v1.${changed.toString('base64url')}`, 'c')).toThrow(unreadable);
      expect(() => box.open(`v1.${bytes.subarray(0, at).toString('base64url')}`, 'c')).toThrow(unreadable);
    }
    for (const nonsense of ['', 'v1', 'v1.', 'v2.abc', 'plain text', sealed.slice(3)]) {
      expect(() => box.open(nonsense, 'c')).toThrow(unreadable);
    }
  });

  it('takes keys of 32 bytes only', () => {
    expect(() => createSecretBox(randomBytes(16))).toThrow(unreadable);
  });
});
