import type { Rational } from "../numeric/rational.js";

/**
 * Players who learn about a common state through signals that are independent given the state and have one likelihood for all, and who
 * value alternatives by the state alone. Numbered from 0 in the order of the file; everything exact.
 */
export interface Population {
  readonly title: string;
  readonly states: readonly string[];
  /** At least two. */
  readonly signals: readonly string[];
  readonly alternatives: readonly string[];
  /** π0(ω) > 0, adding up to 1. */
  readonly prior: readonly Rational[];
  /** ν(x | ω) > 0 at [state][signal]; each row adds up to 1. */
  readonly likelihood: readonly (readonly Rational[])[];
  /** Players by utility function. */
  readonly groups: readonly PopulationGroup[];
}

/** The players who share one utility function. */
export interface PopulationGroup {
  readonly name: string;
  /** Members as stated in the file, at least 1. */
  readonly count: number;
  /** u(a, ω) at [alternative][state]. */
  readonly utility: readonly (readonly Rational[])[];
}
