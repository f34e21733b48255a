/** What the exit code of candor says. */
export const EXIT = {
  /** Every required property holds (or nothing was required). */
  holds: 0,
  /** A required property fails or could not be decided. */
  fails: 1,
  /** The input is wrong; nothing was computed. */
  badInput: 2,
  /** A fault of candor itself. */
  fault: 70,
} as const;
