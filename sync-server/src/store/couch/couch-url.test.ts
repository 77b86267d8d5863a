import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCouchUrl } from './couch-url.ts';

const userAndPassword = (url: string): string | undefined => {
  const [, encoded = ''] = readCouchUrl(url).authorization?.split(' ') ?? [];
  return Buffer.from(encoded, 'base64').toString();
};

it('gives back any password that was percent-encoded', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(text, text, (user, password) => {
      const url = `http://${encodeURIComponent(user)}:${encodeURIComponent(password)}@couch.example:5984`;
      expect(userAndPassword(url)).toBe(`${user}:${password}`);
    }),
  );
});

it('takes a password that was pasted as it is', () => {
  expect(userAndPassword('http://admin:100%@127.0.0.1:5984')).toBe('admin:100%');
});

it('keeps the path of a proxy, HTTPS and an IPv6 address', () => {
  const addresses = ['https://couch.example/db/', 'http://[::1]:5984', 'http://127.0.0.1:5984/?x=1'];
  expect(addresses.map((url) => readCouchUrl(url))).toEqual([
    { address: 'https://couch.example/db' },
    { address: 'http://[::1]:5984' },
    { address: 'http://127.0.0.1:5984' },
  ]);
});
