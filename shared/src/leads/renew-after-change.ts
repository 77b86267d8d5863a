import type { Actor } from '../ports/collection.ts';

/**
 * Recalculates the scores of a contact's leads after a change that affects them. A failure is reported, since the change itself is stored.
 */
export const renewAfterChange = async ({ documents, now, report }: Actor, contactId: string): Promise<void> => {
  try {
    // The code that analyzes messages is a tenth of a device's script and is not needed for the first screen.
    const { renewScores } = await import('./renew-scores.ts');
    await renewScores(documents, contactId, now());
  } catch (error) {
    report(error);
  }
};
