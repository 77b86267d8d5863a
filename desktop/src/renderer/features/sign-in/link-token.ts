const LINK = /#\/link\/([\w.~-]+)\/?$/;

const INVITATION = /#\/invite\/([\w.~-]+)\/?$/;

/** The invitation token in a link for creating a team; undefined for any other address. */
export const invitationOf = (address: string): string | undefined => INVITATION.exec(address.trim())?.[1];

const JOINING = /#\/join\/([\w.~-]+)\/?$/;

/** The token of an invitation into a team; undefined for any other address. */
export const joinTokenOf = (address: string): string | undefined => JOINING.exec(address.trim())?.[1];

/** The token of a sign-in link, given its address or fragment; undefined for any other address. */
export const linkTokenOf = (address: string): string | undefined => LINK.exec(address.trim())?.[1];
