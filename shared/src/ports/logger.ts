/** Structured logging: values first, then a sentence. Never log a secret or a customer's text. */
export type Logger = {
  debug(values: object, message: string): void;
  info(values: object, message: string): void;
  warn(values: object, message: string): void;
  error(values: object, message: string): void;
};
