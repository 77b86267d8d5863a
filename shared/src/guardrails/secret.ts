import type { Guard } from './guard.ts';

const signs: readonly RegExp[] = [
  /** Keys and tokens in the formats of the large services. */
  /(?<![\w-])(?:sk|pk|rk)-[\w-]{16,}|(?<!\w)(?:gh[pousr]_|github_pat_|xox[abprs]-|AKIA|AIza|eyJ)[\w.-]{16,}/gu,
  /** An environment variable. */
  /(?<!\w)[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\s*[=:]\s*[^\s,;]{3,}/gu,
  /-----BEGIN [A-Z ]+-----/gu,
];
/** Letters and digits without a break: a key, a hash or encoded data. */
const OPAQUE = /(?<![\w+/=])[A-Za-z0-9+/_]{32,}={0,2}/gu;
const LINK = /https?:\/\/\S+/gu;

/** Objects to what looks like a key, a token or encoded data and was not said before. */
export const secret: Guard = {
  name: 'secret',
  reason: { ru: 'в нём было что-то похожее на ключ или код', en: 'it held what looks like a key or a code' },
  objectionTo: (reply) => {
    const rest = reply.text.replace(LINK, ' ');
    const found = [
      ...signs.flatMap((sign) => rest.match(sign) ?? []),
      ...(rest.match(OPAQUE) ?? []).filter((each) => /\d/.test(each) && /[A-Za-z]/.test(each)),
    ];
    const known = found.length === 0 ? [] : reply.saidBefore();
    return found.find((each) => !known.some((one) => one.includes(each)))?.slice(0, 40);
  },
};
