import { config } from 'zod';

/**
 * Must be imported before any schema is created: by default zod tries `new Function`, which the content security policy blocks and reports.
 */
config({ jitless: true });
