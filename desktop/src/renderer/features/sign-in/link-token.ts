const LINK = /#\/link\/([\w.~-]+)\/?$/;

const INVITATION = /#\/invite\/([\w.~-]+)\/?$/;

/** Of an address with which a team can be made. */
export const invitationOf = (address: string): string | undefined => INVITATION.exec(address.trim())?.[1];

/** Of an address, or of its part from `#` on, that signs in. */
export const linkTokenOf = (address: string): string | undefined => LINK.exec(address.trim())?.[1];
