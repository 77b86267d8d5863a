/**
 * Estimates of the memory that an index takes up. Typed arrays are counted exactly; what V8 needs for objects is
 * approximated by its usual sizes on 64-bit machines.
 */

/** An entry of a `Map` with a number or string as its key, and the element of an array beside it. */
export const ENTRY_BYTES = 60;
/** The header of a string. */
const STRING_BYTES = 24;

/** Returns the bytes of a string: V8 stores two per character unless all of them are Latin. */
export const textBytes = (text: string): number => STRING_BYTES + text.length * (/[\u0100-\uffff]/.test(text) ? 2 : 1);
