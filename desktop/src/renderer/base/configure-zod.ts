import { config } from 'zod';

/** Imported before any schema is made: by default zod tries `new Function`, which the content security policy forbids and reports. */
config({ jitless: true });
