import { integrate } from "../../numeric/quadrature/index.js";
import type { Distribution } from "../distribution.js";
import { expectation } from "../expectation.js";
import { type EfficientProblem, type InterimAgent, typeIntervals } from "./efficient-problem.js";

/** What a mechanism does, recomputed from its rule alone. */
export interface MechanismAudit {
  /** max_θ |Σ_i t_i(θ)| over the profiles looked at. */
  readonly imbalance: number;
  /** |E Σ_i t_i|. */
  readonly expectedImbalance: number;
  /** max over agents, types and reports of the gain from a lie (≤ 0 up to rounding when incentive compatible). */
  readonly incentiveGain: number;
  /** min over agents and types of U_i(x) − IR_i(x). */
  readonly participationMargin: number;
  /** max |U_i(x) − U_i(y) − ∫_y^x Q_i| over neighbouring types on one interval. */
  readonly envelopeError: number;
  readonly profiles: number;
}

/**
 * Checks payments against the definitions by integrals that share nothing with their construction but `choose`: interim payments and
 * shares are expectations of the ex post ones. Payments must be sums of functions of one report each, plus a constant (as those of
 * AGV and of {@link balancedDecision} are): then E[t_i | x] is a sum of one-dimensional expectations. Shares integrate `choose` over one
 * other agent for n = 2; for more agents the problem's own `share` is taken.
 * Looks at `points` types an agent (quantiles and ends) and as many profiles (a Kronecker sequence): evidence, not proof.
 */
export function verifyMechanism(
  problem: EfficientProblem,
  payments: Payments,
  { points = 9 }: { readonly points?: number } = {},
): MechanismAudit {
  const { agents } = problem;
  const profiles = 4 * points;
  let [imbalance, incentiveGain, participationMargin, envelopeError] = [0, -Infinity, Infinity, 0];
  for (let k = 1; k <= profiles; k++) {
    const types = agents.map(({ distribution }, i) =>
      distribution.quantile((k * Math.sqrt(PRIMES[i % PRIMES.length]) + i / 7) % 1),
    );
    imbalance = Math.max(imbalance, Math.abs(sum(payments(types))));
  }
  agents.forEach((agent, i) => {
    const interim = interimTypes(agent.distribution, points).map((type): InterimPoint => {
      const payment = separableMean(problem, i, type, (types) => payments(types)[i]);
      const share = interimShare(problem, i, type);
      return { type, payment, share, utility: type * share - payment };
    });
    for (const truth of interim) {
      participationMargin = Math.min(participationMargin, truth.utility - agent.outside.value(truth.type));
      for (const lie of interim)
        if (lie !== truth)
          incentiveGain = Math.max(incentiveGain, truth.type * lie.share - lie.payment - truth.utility);
    }
    envelopeError = Math.max(envelopeError, envelopeGap(agent, interim));
  });
  const total = separableMean(problem, undefined, 0, (types) => sum(payments(types)));
  return {
    imbalance,
    expectedImbalance: Math.abs(total),
    incentiveGain,
    participationMargin,
    envelopeError,
    profiles,
  };
}

type Payments = (types: readonly number[]) => readonly number[];

interface InterimPoint {
  readonly type: number;
  readonly payment: number;
  readonly share: number;
  readonly utility: number;
}

const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29];

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, x) => total + x, 0);
}

/** Quantiles at equal steps and the finite ends of the support. */
function interimTypes(distribution: Distribution, points: number): number[] {
  const inner = Array.from({ length: points }, (_, k) => distribution.quantile((k + 0.5) / points));
  const all = [distribution.support[0], ...inner, distribution.support[1]].filter(Number.isFinite);
  return [...new Set(all)].sort((a, b) => a - b);
}

/** E f(θ), θ_i = x, for f a sum of functions of one type each: f(z) + Σ_j E[f(z with θ_j) − f(z)]. */
function separableMean(
  { agents }: EfficientProblem,
  i: number | undefined,
  x: number,
  f: (types: readonly number[]) => number,
): number {
  const centre = agents.map(({ distribution }, j) => (j === i ? x : distribution.quantile(0.5)));
  const base = f(centre);
  const moves = agents.map(({ distribution, breakpoints }, j) => {
    if (j === i) return 0;
    const moved = (y: number) => f(centre.map((type, l) => (l === j ? y : type))) - base;
    return expectation(distribution, moved, { breakpoints, tolerance: 1e-12 }).value;
  });
  return base + sum(moves);
}

function interimShare({ agents, choose }: EfficientProblem, i: number, x: number): number {
  if (agents.length > 2) return agents[i].share(x);
  const other = agents[1 - i].distribution;
  const chosen = (y: number) => choose(i === 0 ? [x, y] : [y, x])[i];
  return expectation(other, chosen, { breakpoints: [x] }).value;
}

function envelopeGap(agent: InterimAgent, interim: readonly InterimPoint[]): number {
  const intervals = typeIntervals(agent.distribution);
  const interval = (x: number) => intervals.findIndex(([from, to]) => from <= x && x <= to);
  const gaps = interim.slice(1).map(({ type, utility }, k) => {
    const before = interim[k];
    if (interval(before.type) !== interval(type)) return 0;
    const rise = integrate((x) => agent.share(x), before.type, type, { breakpoints: agent.breakpoints });
    return Math.abs(utility - before.utility - rise.value);
  });
  return Math.max(0, ...gaps);
}
