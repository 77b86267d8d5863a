/** What the address says of the list; the usual is left unsaid. */
export type ApprovalsAddress = {
  /** Those that are decided, instead of those that wait. */
  readonly decided?: true;
  /** The newest first, instead of those that wait longest. */
  readonly newest?: true;
};

export const readApprovalsAddress = ({ decided, newest }: Record<string, unknown>): ApprovalsAddress => ({
  ...(decided === true && { decided }),
  ...(newest === true && { newest }),
});
