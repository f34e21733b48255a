import { float } from "../arithmetic.js";

/** Interim forms of one agent. Under independent beliefs all types share one row: `rows` = 1. */
export interface InterimForms {
  /** Q[t·T + r] and P[t·T + r] with `rows` = T, or Q[r] and P[r] with `rows` = 1. Not divided by mass. */
  readonly allocation: Float64Array;
  readonly payment: Float64Array;
  readonly rows: number;
  /** Probability of each type; under independent beliefs 1 for every type that occurs. */
  readonly mass: Float64Array;
  /** Per true type: |error of v·Q − P| ≤ slack[t]·(|v|·maxAllocation + maxPayment). */
  readonly slack: Float64Array;
  readonly maxAllocation: number;
  readonly maxPayment: number;
}

/** What an agent can gain by lying, and what it gets by telling the truth. */
export interface IncentiveFacts {
  /** max over types and misreports of the interim gain, at least 0. */
  readonly epsilon: number;
  /** The largest interim gain of a misreport, negative if all lose; −Infinity without any. */
  readonly gain: number;
  /** Type and report attaining `gain`, the lowest of equals; −1 without any. */
  readonly type: number;
  readonly report: number;
  /** Bound on |epsilon − its exact value for the tables as given|. */
  readonly errorBound: number;
  /** Expected utility of each type under truth; NaN for types of probability 0. */
  readonly interimUtility: Float64Array;
  readonly worstParticipation: {
    readonly shortfall: number;
    readonly type: number;
    readonly errorBound: number;
  };
}

/**
 * ε = max over t, r of [v(t)Q(t,r) − P(t,r)] − [v(t)Q(t,t) − P(t,t)], divided by the probability of t. Types of
 * probability 0 are skipped. Ties go to the lowest type, then the lowest report. O(T²).
 */
export function incentiveFacts(
  forms: InterimForms,
  values: Float64Array,
  outside: Float64Array,
): IncentiveFacts {
  const T = values.length;
  const interimUtility = new Float64Array(T).fill(Number.NaN);
  let best = { gain: -Infinity, type: -1, report: -1 };
  let worst = { shortfall: -Infinity, type: -1 };
  let errorBound = 0;
  let shortfallBound = 0;
  for (let t = 0; t < T; t++) {
    if (!(forms.mass[t] > 0)) continue;
    const row = forms.rows === 1 ? 0 : t * T;
    const utility = (r: number) => values[t] * forms.allocation[row + r] - forms.payment[row + r];
    const truth = utility(t);
    interimUtility[t] = truth / forms.mass[t];
    const bound = errorOfType(forms, t, values[t]);
    errorBound = Math.max(errorBound, 2 * bound);
    const shortfall = outside[t] - interimUtility[t];
    const rounding = float.errorBound(1, Math.abs(outside[t]) + Math.abs(interimUtility[t]));
    shortfallBound = Math.max(shortfallBound, bound + rounding);
    if (shortfall > worst.shortfall) worst = { shortfall, type: t };
    for (let r = 0; r < T; r++) {
      if (r === t) continue;
      const gain = (utility(r) - truth) / forms.mass[t];
      if (gain > best.gain) best = { gain, type: t, report: r };
    }
  }
  const worstParticipation = { ...worst, errorBound: shortfallBound };
  return { epsilon: Math.max(0, best.gain), ...best, errorBound, interimUtility, worstParticipation };
}

/**
 * Error of (v·Q − P)/mass. With s = slack and M = |v|·max q + max |p|: the numerator is off by at most s·M·mass, the
 * mass by s·mass, and |exact quotient| ≤ M, so the quotient is off by at most 2sM/(1 − s) plus a rounding.
 */
function errorOfType(forms: InterimForms, t: number, value: number): number {
  const magnitude = Math.abs(value) * forms.maxAllocation + forms.maxPayment;
  const s = forms.slack[t];
  return s < 1 ? (2 * s * magnitude) / (1 - s) + float.errorBound(4, magnitude) : Infinity;
}
