import { compare, divide, type Rational, rational, subtract, toDouble, ZERO } from "../numeric/rational.js";
import { type WideNumber, wideNumber } from "../numeric/wide-number.js";
import type { PopulationStudy } from "./incentives.js";
import { utilityNorm } from "./proof-constants.js";
import { sharedSums } from "./shared-sums.js";
import { signalPairs } from "./signal-pairs.js";

/** How far one report moves the posterior of n players, and what that bounds. */
export interface ExpectedShift {
  readonly players: number;
  /** max_{s,t} E‖π(s, ·) − π(t, ·)‖₁ given that the own signal is s. */
  readonly shift: WideNumber;
  /** Bounds the error of `shift`: rounding and counts left out. */
  readonly errorBound: WideNumber;
  /** The signal and the report that attain it. */
  readonly signal: number;
  readonly report: number;
  /** max ‖u‖ · shift, error included: ε*(n) is at most this for every composition. */
  readonly byNorm: WideNumber;
  /** Half the widest range of a u(a, ·) over the states, times shift, error included: at most `byNorm`, and a bound on ε*(n) too. */
  readonly byRange: WideNumber;
}

/**
 * E‖Δπ‖₁ by counts. A member who saw s and reports t shifts the posterior by Δπ = π(s, ·) − π(t, ·), and since truth earns 0 it gains
 * E[Σ_ω Δπ(ω) u(σ*(t, ·), ω) | s]. Σ_ω Δπ(ω) = 0, so a constant may be taken from u: the gain is at most half its range times E‖Δπ‖₁.
 * With c the counts of reports, w, Z as usual and r(ω) = ν(s|ω)/ν(t|ω), P(c − e_t | s) = M_n(c) (c_t/n) Σ_ω r(ω) w_ω/p_s, so that
 *
 *   E‖Δπ‖₁ = (1/p_s) Σ_c M_n(c) (c_t/n) Σ_ω |Σ_ω′ (r(ω) − r(ω′)) w_ω w_ω′/Z|,
 *
 * whose terms are at most 2 max |r(ω) − r(ω′)| times the sum of w_ω w_ω′/Z over pairs of states. Cost: cells × signals² × pairs.
 */
export function expectedShift(study: PopulationStudy, players: number): ExpectedShift {
  const m = study.signals.signals;
  const { contrasts, pairs, signals } = study;
  const lies = signalPairs(m);
  const constantOf = ([s, t]: [number, number]) =>
    2 * contrasts.reduce((most, each) => Math.max(most, Math.abs(each[s * m + t])), 0);
  const moved = new Float64Array(signals.states);
  const { sums, errors, reference } = sharedSums(study, players, {
    reports: Int32Array.from(lies, ([, t]) => t),
    constants: Float64Array.from(lies, constantOf),
    evaluatorFor: () => (_, shares, values) =>
      lies.forEach(([s, t], j) => {
        moved.fill(0);
        for (let p = 0; p < pairs.length; p++) {
          const change = contrasts[p][s * m + t] * shares[p];
          moved[pairs[p].state] += change;
          moved[pairs[p].mistaken] -= change;
        }
        values[j] = moved.reduce((total, each) => total + Math.abs(each), 0);
      }),
  });
  const most = sums.reduce((best, each, j) => (each > sums[best] ? j : best), 0);
  const error = errors.reduce((top, each) => Math.max(top, each), 0);
  const bound = (factor: Rational) =>
    wideNumber(toDouble(factor) * (sums[most] + error) * (1 + 2 ** -48), reference);
  return {
    players,
    shift: wideNumber(sums[most], reference),
    errorBound: wideNumber(error, reference),
    signal: lies[most][0],
    report: lies[most][1],
    byNorm: bound(utilityNorm(study.population)),
    byRange: bound(halfRange(study)),
  };
}

/** max_{u,a} (max_ω u(a, ω) − min_ω u(a, ω))/2. */
function halfRange({ population }: PopulationStudy): Rational {
  const widest = population.groups
    .flatMap(({ utility }) => utility)
    .flatMap((row) => row.flatMap((high) => row.map((low) => subtract(high, low))))
    .reduce((most, each) => (compare(each, most) > 0 ? each : most), ZERO);
  return divide(widest, rational(2));
}
