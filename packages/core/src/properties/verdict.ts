import type { Arithmetic } from "../numeric/arithmetic.js";
import { printRational } from "../numeric/rational.js";

/** A number in a report: its double and, when computed exactly, the fraction. */
export interface Quantity {
  readonly value: number;
  readonly exact?: string;
}

/**
 * What a check can answer. `proved`: the smallest ε is at most the tolerance, rounding included. `violated`: it is above it,
 * rounding included, and there is a witness. `not-falsified`: searched without exhausting. `unknown`: cannot be decided as asked.
 */
export type Status = "proved" | "violated" | "not-falsified" | "unknown";

/** A concrete instance that attains the reported number, in the model file's own names. */
export interface Witness {
  readonly kind: "misreport" | "participation" | "profile" | "cycle" | "swap" | "average";
  readonly agent?: string;
  readonly type?: string;
  /** The message or type reported instead. */
  readonly report?: string;
  /** The others' true types; alike agents may be given as counts, e.g. "3 × high". */
  readonly others?: Readonly<Record<string, string>>;
  /** The others' reports, where they need not be true. */
  readonly othersReports?: Readonly<Record<string, string>>;
  readonly state?: string;
  /** Types around a violating cycle, or a pair of them. */
  readonly cycle?: readonly string[];
  /** Named numbers behind the violation, e.g. `truth`, `lie`, `gain`. */
  readonly numbers: Readonly<Record<string, Quantity>>;
  /** One plain sentence. */
  readonly words: string;
}

export interface Verdict {
  /** Identifier of the property, as in the registry and in a model file's `require`. */
  readonly property: string;
  readonly status: Status;
  /** The smallest ε for which the property holds; absent when nothing could be computed. */
  readonly epsilon?: Quantity;
  /** How far from failing: minus the largest (negative) gain; 0 when violated or tight; absent when nothing can be gained. */
  readonly slack?: Quantity;
  readonly tolerance: number;
  readonly method: {
    readonly arithmetic: "exact" | "float";
    /** Bound on the rounding error of ε; 0 when exact. */
    readonly errorBound: number;
    /** What the check ranged over, in words. */
    readonly over: string;
    /** How many inequalities were evaluated. */
    readonly inequalities: number;
  };
  /** The worst case when violated; the tightest one otherwise, when there is any. */
  readonly witness?: Witness;
  readonly notes: readonly string[];
}

export function quantity<N>(F: Arithmetic<N>, value: N): Quantity {
  if (F.kind === "float") return { value: F.toNumber(value) };
  return { value: F.toNumber(value), exact: printRational(F.toRational(value)) };
}

/** How a quantity reads in a sentence: the fraction when short, else six significant digits (≈ where an exact one is cut). */
export function printQuantity(q: Quantity): string {
  if (q.exact !== undefined && q.exact.length <= 9) return q.exact;
  const about = q.exact === undefined ? "" : "≈";
  if (q.value !== 0 && Math.abs(q.value) < 1e-4) return about + q.value.toExponential(3);
  return about + String(Number(q.value.toPrecision(6)));
}

/** The largest violation found so far, with a way to describe it. */
export class Worst<N> {
  value: N | undefined;
  inequalities = 0;
  /** Whether some violation was NaN: doubles have overflowed and nothing is known. */
  undefinedNumber = false;
  private describe: (() => Witness) | undefined;
  private readonly F: Arithmetic<N>;

  constructor(F: Arithmetic<N>) {
    this.F = F;
  }

  /** Whether a violation of this size would be the new worst one; ask before building a description. */
  beats(value: N): boolean {
    this.inequalities++;
    if (Number.isNaN(value)) {
      this.undefinedNumber = true;
      return false;
    }
    return this.value === undefined || this.F.compare(value, this.value) > 0;
  }

  take(value: N, describe: () => Witness): void {
    this.value = value;
    this.describe = describe;
  }

  witness(): Witness | undefined {
    return this.describe?.();
  }
}

/** Turns the largest violation into a verdict: ε = max(0, violation), slack = max(0, −violation). */
export function verdictOf<N>(
  F: Arithmetic<N>,
  property: string,
  worst: Worst<N>,
  details: {
    readonly over: string;
    readonly errorBound: number;
    readonly notes?: readonly string[];
    readonly tolerance?: N | undefined;
    readonly profiles?: "all" | "support" | undefined;
    /** Nothing could be evaluated although something should have been. */
    readonly undecided?: boolean;
  },
): Verdict {
  const tolerance = details.tolerance ?? F.zero;
  const method = {
    arithmetic: F.kind,
    errorBound: details.errorBound,
    over: details.profiles === "support" ? `${details.over}, of positive probability` : details.over,
    inequalities: worst.inequalities,
  };
  const overflow = worst.undefinedNumber ? ["Doubles have overflowed here; --exact decides."] : [];
  const base = {
    property,
    tolerance: F.toNumber(tolerance),
    method,
    notes: [...(details.notes ?? []), ...overflow],
  };
  if (details.undecided || worst.undefinedNumber) return { ...base, status: "unknown" };
  const violation = worst.value;
  if (violation === undefined) return { ...base, status: "proved", epsilon: quantity(F, F.zero) };
  const positive = F.compare(violation, F.zero) > 0;
  const witness = worst.witness();
  return {
    ...base,
    status: statusOf(F, violation, tolerance, details.errorBound),
    epsilon: quantity(F, positive ? violation : F.zero),
    slack: quantity(F, positive ? F.zero : F.negate(violation)),
    ...(witness === undefined ? {} : { witness }),
  };
}

function statusOf<N>(F: Arithmetic<N>, violation: N, tolerance: N, errorBound: number): Status {
  if (F.kind === "exact") return F.compare(violation, tolerance) <= 0 ? "proved" : "violated";
  const excess = F.toNumber(F.subtract(violation, tolerance));
  if (excess + errorBound <= 0) return "proved";
  return excess - errorBound > 0 ? "violated" : "unknown";
}

/** An answer that could not be computed, with the reason. */
export function undecided<N>(F: Arithmetic<N>, property: string, reason: string): Verdict {
  return {
    property,
    status: "unknown",
    tolerance: 0,
    method: { arithmetic: F.kind, errorBound: 0, over: "nothing", inequalities: 0 },
    notes: [reason],
  };
}
