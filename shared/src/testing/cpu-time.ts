/** Processor time in milliseconds, so that other programs of the machine do not count. */
export const cpuTimeOf = (run: () => unknown): number => {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
