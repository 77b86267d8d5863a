import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanFileName } from './clean-file-name.ts';

test.each([
  ['план.pdf', 'план.pdf'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\anna\\смета.xlsx', 'смета.xlsx'],
  ['invoice\u202Efdp.exe', 'invoice fdp.exe'],
  ['a\r\nContent-Type: text/html', 'html'],
  ['.htaccess', 'htaccess'],
  ['report.pdf. ', 'report.pdf'],
  [' \u200B ', 'file'],
  ['..', 'file'],
  [`${'о'.repeat(300)}.docx`, `${'о'.repeat(194)}….docx`],
])('%j becomes %j', (raw, name) => {
  expect(cleanFileName(raw, 'file')).toBe(name);
});

test('whatever a name holds, it is short, visible and no path, and cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (raw) => {
      const name = cleanFileName(raw, 'file');
      expect(name.length).toBeGreaterThan(0);
      expect(name.length).toBeLessThanOrEqual(200);
      expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}]|^\.|\.$/u);
      expect(cleanFileName(name, 'file')).toBe(name);
    }),
  );
});
