import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RemovedCustomer } from '@inbetwin/shared/contracts/customers.ts';
import { deriveKey } from '../../accounts/keys.ts';

/** One removal of a customer; `deletion` distinguishes it from other removals of the same contact. */
export type Removal = {
  readonly teamId: string;
  readonly contactId: string;
  readonly deletion: string;
  readonly customer: RemovedCustomer;
};

/**
 * Signed receipts for removals. A tombstone keeps nothing of the removed data, so the client sends it back to restore it. The receipt
 * proves that the data is unchanged and that it belongs to this team and to the contact's latest removal. Nothing is stored.
 */
export type RemovalReceipts = {
  issue(removal: Removal): string;
  isValid(receipt: string, removal: Removal): boolean;
};

/** Creates receipts signed with a key derived from the server's secret. */
export const createRemovalReceipts = (secretKey: Uint8Array): RemovalReceipts => {
  const key = deriveKey(secretKey, 'removal-receipt');
  const issue = (removal: Removal): string =>
    createHmac('sha256', key).update(JSON.stringify(removal, sortKeys)).digest('base64url');
  return {
    issue,
    isValid: (receipt, removal) => {
      const [given, expected] = [Buffer.from(receipt), Buffer.from(issue(removal))];
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
};

/** Clients may send the fields of an object in a different order. */
const sortKeys = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;
