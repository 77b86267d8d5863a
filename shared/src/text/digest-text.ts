/**
 * Returns a 64-bit digest of a text as 16 hex digits. It is synchronous, unlike SHA-256 in browsers, and the same on
 * every device. It distinguishes texts of one team but is not collision-resistant against an attacker. Two
 * multiply-and-xor lanes run over the UTF-16 code units; each is finalized as in MurmurHash3 (fmix32).
 */
export const digestText = (text: string): string => {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  const [first, second] = [mix(high ^ (low >>> 15)), mix(low ^ (high >>> 13))];
  return hex(first) + hex(second);
};

const mix = (lane: number): number => {
  const once = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
};

const hex = (lane: number): string => lane.toString(16).padStart(8, '0');
