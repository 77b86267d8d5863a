import type { Lead } from '@inbetwin/shared/entities/lead.ts';

/** Fetches all leads in one response. */
export const fetchLeads = async (url: string): Promise<Lead[]> => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The leads were answered with ${response.status}.`);
  return response.json();
};

/** Throws unless all leads arrived. */
export const requireCount = (found: number, wanted: number): void => {
  if (found !== wanted) throw new Error(`${found} leads arrived in place of ${wanted}.`);
};
