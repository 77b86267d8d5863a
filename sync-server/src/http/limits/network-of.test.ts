import { expect, test } from 'vitest';
import { createChatGuard } from '../chat/chat-limits.ts';
import { networkOf } from './network-of.ts';

test.each([
  ['203.0.113.5', '203.0.113.5'],
  ['::ffff:203.0.113.5', '203.0.113.5'],
  ['2001:DB8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::1', '2001:db8:1:2'],
  ['2001:db8::a:b:c:d', '2001:db8:0:0'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:db8::', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['', ''],
])('%s belongs to %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('a visitor with a whole network of addresses has one limit', async () => {
  const guard = createChatGuard({
    messagesOfVisitor: 9,
    messagesOfAddress: 1,
    readsOfAddress: 1,
    streamsOfVisitor: 1,
    streamsOfAddress: 1,
    uploadsOfAddress: 1,
    kilobytesOfVisitor: 1,
    kilobytesOfAddress: 1,
  });
  const [first, second, other] = ['2001:db8::1:0:0:1', '2001:db8::2:0:0:2', '2001:db8:0:1::1'];
  await guard.admitReading(first);
  await expect(guard.admitReading(second)).rejects.toMatchObject({ code: 'request.too_many' });
  await guard.admitReading(other);
  await guard.admitMessage('a', first);
  await expect(guard.admitMessage('b', second)).rejects.toMatchObject({ code: 'request.too_many' });
  const release = guard.admitStream(first);
  expect(() => guard.admitStream(second)).toThrow('Too much');
  release();
  guard.admitStream(second);
});
