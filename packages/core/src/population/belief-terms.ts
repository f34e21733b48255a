import { logarithmToDouble, type PreciseLogarithm } from "../numeric/precise-logarithm.js";
import { type Rational, subtract, toDouble } from "../numeric/rational.js";
import type { BeliefSums } from "./belief-sums.js";
import type { MisspecifiedStudy } from "./misspecified-study.js";

/** What multiplies the weights of one true state. */
export interface TrackTerms {
  /** κ_ω by group. */
  readonly constants: readonly Rational[];
  /** g(a, ω′) at [group][believed state][alternative]. */
  readonly coefficients: readonly (readonly Float64Array[])[];
  /** Bounds the odds of the anchor where an alternative is chosen; 0 where these are not needed. By alternative. */
  readonly odds: readonly number[];
  /** Whether the anchor's own weight is added up instead. */
  readonly direct: boolean;
}

/** The constants and coefficients of one true state at one composition; W(a, ω′) of the designer at [alternative][state] in `totals`. */
export function trackTerms(
  { truth, designer, tracks }: MisspecifiedStudy,
  state: number,
  composition: readonly number[],
  totals: readonly (readonly bigint[])[],
): TrackTerms {
  const { anchor } = tracks[state];
  const favourite = totals.reduce((best, row, a) => (row[anchor] > totals[best][anchor] ? a : best), 0);
  const excess = truth.groups.map(
    ({ utility }, u) =>
      (a: number, believed: number) =>
        subtract(utility[a][state], designer.groups[u].utility[a][believed]),
  );
  const constants = excess.map((of) => of(favourite, anchor));
  const coefficients = excess.map((of, u) =>
    designer.prior.map((_, believed) =>
      Float64Array.from(totals, (_, a) => toDouble(subtract(of(a, believed), constants[u]))),
    ),
  );
  const matters = totals.map((_, a) =>
    coefficients.some((own, u) => composition[u] > 0 && own[anchor][a] !== 0),
  );
  const direct = totals.some((row, a) => matters[a] && row[anchor] === totals[favourite][anchor]);
  return {
    constants,
    coefficients,
    direct,
    odds: totals.map((_, a) => (matters[a] && !direct ? oddsBound(totals, favourite, a, anchor) : 0)),
  };
}

/** max_ω′ (Ŵ(a, ω′) − Ŵ(a*, ω′)) / (Ŵ(a*, f) − Ŵ(a, f)): the odds of f where a is chosen; 0 where it never is. */
function oddsBound(
  totals: readonly (readonly bigint[])[],
  favourite: number,
  a: number,
  anchor: number,
): number {
  let lead = 0n;
  totals[a].forEach((value, s) => {
    const own = value - totals[favourite][s];
    if (own > lead) lead = own;
  });
  return (1 + 2 ** -40) * toDouble({ n: lead, d: totals[favourite][anchor] - totals[a][anchor] });
}

/** Σ_c M_n(c) (c_t/n) w_ω(c) (F_ω(c) − κ_ω) at [group][t] for one true state, with bounds, in units of e^reference. */
export interface TrackValue {
  readonly value: readonly Float64Array[];
  readonly rounding: readonly Float64Array[];
  /** By group. */
  readonly omitted: Float64Array;
}

/** Sums by believed state. */
export interface BelievedSums {
  readonly mistaken: number;
  readonly sums: BeliefSums;
}

/** Adds the sums of one true state up. */
export function trackValue(
  { coefficients, odds }: TrackTerms,
  anchor: number,
  sums: readonly BelievedSums[],
  signals: number,
  reference: PreciseLogarithm,
): TrackValue {
  const value = coefficients.map(() => new Float64Array(signals));
  const rounding = coefficients.map(() => new Float64Array(signals));
  const omitted = new Float64Array(coefficients.length);
  for (const { mistaken, sums: own } of sums) {
    const scale = Math.exp(logarithmToDouble(own.reference - reference));
    const relative = own.roundingError + 2 ** -46;
    coefficients.forEach((table, u) => {
      let widest = 0;
      odds.forEach((bound, a) => {
        const [plain, boosted] = [table[mistaken][a], bound > 0 ? table[anchor][a] : 0];
        widest = Math.max(widest, Math.abs(plain) + Math.abs(boosted) * bound);
        for (let t = 0; t < signals; t++) {
          const one = scale * own.plain[a * signals + t] * plain;
          const other = scale * own.withOdds[a * signals + t] * boosted;
          value[u][t] += one + other;
          rounding[u][t] += (Math.abs(one) + Math.abs(other)) * relative;
        }
      });
      omitted[u] += scale * own.omitted * widest;
    });
  }
  return { value, rounding, omitted };
}
