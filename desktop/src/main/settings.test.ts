import { expect, test } from 'vitest';
import { readServerUrl, readSignInFragment } from './settings.ts';

test('the server is the one on this machine unless INBETWIN_URL names another', () => {
  expect(readServerUrl({})).toBe('http://127.0.0.1:8787');
  expect(readServerUrl({ INBETWIN_URL: ' https://crm.example.com/ ' })).toBe('https://crm.example.com');
});

test('an address that is none, or that holds a password, is refused by name', () => {
  for (const INBETWIN_URL of ['crm.example.com', 'ftp://a', 'https://user:pass@a.b', 'javascript:alert(1)']) {
    expect(() => readServerUrl({ INBETWIN_URL })).toThrow('INBETWIN_URL');
  }
});

test('a sign-in link gives its fragment, and nothing else gets into an address', () => {
  expect(readSignInFragment({})).toBe('');
  expect(readSignInFragment({ INBETWIN_LINK: 'http://127.0.0.1:8787/#/link/aB_c-1' })).toBe('#/link/aB_c-1');
  for (const INBETWIN_LINK of ['nonsense', 'http://a/#/leads', 'http://a/#/link/x?y=1', 'http://a/#/link/../leads']) {
    expect(readSignInFragment({ INBETWIN_LINK })).toBe('');
  }
});
