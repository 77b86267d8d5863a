const LINK = /#\/link\/([\w.~-]+)\/?$/;

const INVITATION = /#\/invite\/([\w.~-]+)\/?$/;

/** The invitation in a link for making a team; undefined when the address is no such link. */
export const invitationOf = (address: string): string | undefined => INVITATION.exec(address.trim())?.[1];

/** Of an address, or of its part from `#` on, that signs in. */
export const linkTokenOf = (address: string): string | undefined => LINK.exec(address.trim())?.[1];
