const LINK = /#\/link\/([\w.~-]+)\/?$/;

/** Of an address, or of its part from `#` on, that signs in. */
export const linkTokenOf = (address: string): string | undefined => LINK.exec(address.trim())?.[1];
