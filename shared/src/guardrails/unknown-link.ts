import { directsTo } from './directions.ts';
import type { Guard } from './guard.ts';

const HOST = '(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?\\.)+';
const PATH = '(?::\\d{2,5})?(?:[/?#][^\\s<>"«»“”]*)?';
/** With a scheme anything is a link; without one it must end like a domain. */
const LINKS = new RegExp(
  `(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,19}://[^\\s<>"«»“”]+|(?<![\\p{L}\\p{N}.-])${HOST}(?:[a-z]{2,24}|рф|xn--[a-z0-9-]{2,40})(?![\\p{L}\\p{N}])${PATH}`,
  'giu',
);
/** File extensions are not top-level domains here, although some are both. */
const FILE = /\.(?:pdf|docx?|xlsx?|csv|txt|md|png|jpe?g|zip|js|ts)$/iu;
/** Separates the text of a Markdown link from its address, so that neither is read as the other's path. */
const LABEL_END = /\]\(/g;
/** A missing space: `at noon.The hall`. */
const NEXT_SENTENCE = /\.[A-Z][a-z]+$/u;

/**
 * Objects to a link or an e-mail host that the team has not written. One that the customer wrote may be repeated, but
 * not as the place to go or pay. A link with a path must be known as a whole, so that no data can be leaked in it; a
 * bare host must be the host of a known link. It must also match as written: a host with a letter of another alphabet
 * only looks the same.
 */
export const unknownLink: Guard = {
  name: 'unknown-link',
  reason: {
    ru: 'в нём была ссылка, которой нет в базе знаний',
    en: 'it held a link that is not in the knowledge base',
  },
  objectionTo: (reply) => {
    const plain = linksIn(reply.text);
    const written = linksIn(reply.written.normalize('NFKC'));
    if (plain.length + written.length === 0) return undefined;
    const ours = knownFrom(reply.ours());
    const theirs = knownFrom(reply.customer());
    const isSaid = (link: string): boolean => ours(link) || (theirs(link) && !directsTo(reply.text, link));
    const asWritten = knownFrom(reply.saidAsWritten().map((text) => text.normalize('NFKC')));
    const found = plain.find((link) => !isSaid(link)) ?? written.find((link) => !isSaid(link) && !asWritten(link));
    return found?.slice(0, 120);
  },
};

const knownFrom = (texts: readonly string[]): ((link: string) => boolean) => {
  const given = texts.flatMap(linksIn);
  const whole = new Set(given);
  const hosts = new Set(given.map(hostOf));
  return (link) => whole.has(link) || (hostOf(link) === link && hosts.has(link));
};

/** Finds links without the scheme, `www.` and the punctuation of the sentence; hosts are in lower case. */
const linksIn = (text: string): readonly string[] =>
  (text.replace(LABEL_END, '] (').match(LINKS) ?? []).flatMap((found) => {
    const link = found
      .replace(/^https?:\/\/(?:[^/@\s]*@)?/iu, '')
      .replace(/^www\./iu, '')
      .replace(/(?<![.,;:!?)\]}'’*_`\\])[.,;:!?)\]}'’*_`\\]+$/u, '')
      .replace(/\/$/u, '');
    const host = hostOf(link);
    const isBare = link === found.slice(0, link.length) && host.length === link.length;
    return isBare && (FILE.test(link) || NEXT_SENTENCE.test(link)) ? [] : [`${host}${link.slice(host.length)}`];
  });

const hostOf = (link: string): string => (link.split(/[/?#]/u, 1)[0] ?? '').toLowerCase();
