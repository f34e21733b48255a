import type { Arithmetic, Table } from "../numeric/arithmetic.js";
import type { EfficientAllocation } from "./efficient-allocation.js";
import { type InterimOutcomes, interimOutcomes } from "./interim-outcomes.js";
import { type LeastUtility, leastUtilities } from "./least-utilities.js";

/** The most an agent can be made to pay, type by type, by an incentive-compatible mechanism that everyone joins. */
export interface MaximalPayments<N> {
  readonly agent: number;
  /** For types of positive probability. */
  readonly leastUtilities: readonly LeastUtility<N>[];
  /** P̄(t) = v̄(t, t) − U(t), by type; see {@link maximalPayments} for types of probability 0. */
  readonly payments: Table<N>;
  /** E[P̄(t)]. */
  readonly expected: N;
  /** The expected payment under vcg with the worst-off type as basis. */
  readonly underVcg: N;
  /** Bounds the rounding error of `expected`; 0 when exact. */
  readonly errorBound: number;
}

/**
 * The largest interim payments of one agent when the efficient choice x is made and types are independent.
 *
 * Incentive constraints: U(t) − U(s) ≥ w(s, t) = v̄(s, t) − v̄(s, s), v̄(s, t) = E[v_i(x(s, ·), t)]; participation: U(t) ≥ o(t). The
 * least such U is U(t) = max_s [o(s) + longest path s → t] over types of positive probability, and P̄(t) = v̄(t, t) − U(t).
 * A report z of probability 0 is charged max_t v̄(z, t) − U(t): the least at which nobody who exists gains by it. (Putting z into
 * the graph instead could raise some U(t), so that less could be charged than is possible.)
 * Errors: `not-implementable` when a cycle of constraints is positive (never for an efficient choice under private values).
 */
export function maximalPayments<N>(allocation: EfficientAllocation<N>, agent: number): MaximalPayments<N> {
  const { arithmetic: F, beliefs } = allocation.environment;
  const interim = interimOutcomes(allocation, agent);
  const types = interim.surplus.length;
  const probability = (t: number) => beliefs!.typeProbability!(agent, t);
  const occurring = Array.from({ length: types }, (_, t) => t).filter(
    (t) => F.compare(probability(t), F.zero) > 0,
  );
  const least = leastUtilities(allocation, agent, interim, occurring);
  const payments = F.table(types);
  for (let z = 0; z < types; z++) {
    const own = least.utilities.find(({ type }) => type === z);
    payments[z] =
      own === undefined
        ? deterrent(F, interim, least.utilities, z)
        : F.subtract(interim.values[z * types + z], own.utility);
  }
  const expectation = (of: (t: number) => N) =>
    occurring.reduce((total, t) => F.add(total, F.multiply(probability(t), of(t))), F.zero);
  const worst = worstOff(allocation, agent, interim, occurring);
  const underVcg = expectation((t) =>
    F.subtract(F.add(interim.values[t * types + t], worst), interim.surplus[t]),
  );
  return {
    agent,
    leastUtilities: least.utilities,
    payments,
    expected: expectation((t) => payments[t]),
    underVcg,
    errorBound: least.errorBound,
  };
}

function deterrent<N>(
  F: Arithmetic<N>,
  interim: InterimOutcomes<N>,
  utilities: readonly LeastUtility<N>[],
  report: number,
): N {
  const types = interim.surplus.length;
  return utilities
    .map(({ type, utility }) => F.subtract(interim.values[report * types + type], utility))
    .reduce((best, payment) => (F.compare(payment, best) > 0 ? payment : best));
}

/** min_t E[S(t, ·)] − o(t). */
function worstOff<N>(
  allocation: EfficientAllocation<N>,
  agent: number,
  interim: InterimOutcomes<N>,
  occurring: readonly number[],
): N {
  const { arithmetic: F, outsideOptions } = allocation.environment;
  return occurring
    .map((t) => F.subtract(interim.surplus[t], outsideOptions[agent][t]))
    .reduce((least, gain) => (F.compare(gain, least) < 0 ? gain : least));
}
