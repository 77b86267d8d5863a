/** The list's settings in the address; defaults are omitted. */
export type ApprovalsAddress = {
  /** Decided requests instead of pending ones. */
  readonly decided?: true;
  /** Newest first instead of oldest first. */
  readonly newest?: true;
};

/** Parses the search parameters of the address; invalid values are ignored. */
export const readApprovalsAddress = ({ decided, newest }: Record<string, unknown>): ApprovalsAddress => ({
  ...(decided === true && { decided }),
  ...(newest === true && { newest }),
});
