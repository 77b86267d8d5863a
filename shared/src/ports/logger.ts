/** Structured log: values first, then a sentence. Never a secret, never a customer's text. */
export type Logger = {
  debug(values: object, message: string): void;
  info(values: object, message: string): void;
  warn(values: object, message: string): void;
  error(values: object, message: string): void;
};
