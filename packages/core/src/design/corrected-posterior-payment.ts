import type { Ties } from "../mechanisms/options.js";
import { posteriorPayment } from "../mechanisms/posterior-payment.js";
import { type Environment, groupOf } from "../model/environment.js";
import { directMechanism, type Mechanism } from "../model/mechanism.js";
import { type Perspective, perspectives } from "../model/perspective.js";
import { solveExactly } from "../numeric/linear-program/solve-exactly.js";
import {
  add,
  compare,
  divide,
  multiply,
  negate,
  ONE,
  type Rational,
  rational,
  ZERO,
} from "../numeric/rational.js";
import { interimUtilities } from "../properties/interim.js";
import { type Likelihoods, readLikelihoods } from "./read-likelihoods.js";

/** (σ*, q*) with bets that make truth exactly optimal. */
export interface CorrectedPosteriorPayment {
  readonly mechanism: Mechanism<Rational>;
  /** The largest |z|: no payment differs from q* by more. */
  readonly largestBet: Rational;
}

/** An agent's bets z(r, x) at [report][type of the partner], and the group they are on. */
interface Bets {
  readonly partners: number;
  readonly table: readonly (readonly Rational[])[];
}

/**
 * Posterior payments with exact truth: p_i(s) = q*_i(s) + the average of z_i(s_i, s_j) over the members j of one group, where
 * E[z_i(r, s_j) | t] = U_i(r; t) for every type t and report r, U_i(r; t) what type t gains under (σ*, q*) by reporting r.
 *
 * Every report is then worth exactly 0 to every type, so this is Bayesian incentive compatible, interim individually rational and earns what
 * (σ*, q*) earns. Among all such z those with the smallest largest bet: at most a constant (of the beliefs about one other) times the
 * largest |U_i(r; t)|, which vanishes with many players where signals separate states.
 * They exist whenever values depend on the state alone and i and j share a likelihood ν: in Σ_t c_t Pr(s_j | t) = 0, with d_t = c_t/Pr(t),
 * the left side is G d for G = Σ_θ p(θ) ν(·|θ) ν(·|θ)ᵀ, dᵀG d = 0 gives Σ_t d_t ν(t|θ) = 0 for all θ of positive probability, so Σ_t c_t π(· | t) = 0, and
 * U_i(r; t), linear in π(· | t) at any r, obeys every relation that the left sides of the equations obey. Two players suffice.
 *
 * @returns `undefined` where the rule is refused, types are not conditionally independent, or no bets on one group exist.
 * Errors: those of the rule; `too-large`. Cost: the interim utilities of (σ*, q*), then one small exact program per agent and report.
 * Source: side bets as in Crémer and McLean (1988), on the mechanism of Basu, Optimal mechanism design with approximate
 * incentive compatibility and many players.
 */
export function correctedPosteriorPayment(
  environment: Environment<Rational>,
  ties: Ties = "lowest-index",
): CorrectedPosteriorPayment | undefined {
  const { beliefs, agents, groups } = environment;
  if (beliefs?.kind !== "signals" || posteriorPayment.refuses(environment) !== undefined) return undefined;
  const read = readLikelihoods(environment);
  if (read === undefined) return undefined;
  const base = posteriorPayment.build(environment, { ties });
  const views = perspectives(base);
  const found = new Map(views.map((view) => [view.agent, betsOf(environment, read, view)]));
  const bets = agents.map((_, i) => found.get(i) ?? found.get(groups[groupOf(environment, i)].first));
  if (bets.some((own) => own === undefined)) return undefined;
  const largestBet = [...found.values()]
    .flatMap((own) => own!.table.flat())
    .map((bet) => (bet.n < 0n ? negate(bet) : bet))
    .reduce((most, bet) => (compare(bet, most) > 0 ? bet : most), ZERO);
  return { mechanism: withBets(environment, base, bets as Bets[]), largestBet };
}

function withBets(
  environment: Environment<Rational>,
  base: Mechanism<Rational>,
  bets: readonly Bets[],
): Mechanism<Rational> {
  const { agents, groups } = environment;
  const home = agents.map((_, i) => groupOf(environment, i));
  return directMechanism(environment, {
    name: "posterior-payment with bets",
    anonymous: base.anonymous,
    outcome(reports) {
      const { lottery, payments } = base.outcome(reports);
      const counts = groups.map(({ first }) => agents[first].types.map(() => 0));
      home.forEach((g, j) => {
        counts[g][reports[j]]++;
      });
      return {
        lottery,
        payments: bets.map(({ partners, table }, i) => {
          const others = counts[partners].map((c, x) => c - Number(home[i] === partners && reports[i] === x));
          const size = others.reduce((sum, c) => sum + c, 0);
          const total = others.reduce(
            (sum, c, x) => add(sum, multiply(rational(c), table[reports[i]][x])),
            ZERO,
          );
          return add(payments[i], divide(total, rational(size)));
        }),
      };
    },
  });
}

/** The bets on the first group that allows them. */
function betsOf(
  environment: Environment<Rational>,
  read: Likelihoods,
  view: Perspective<Rational>,
): Bets | undefined {
  const home = groupOf(environment, view.agent);
  const { byMessage, occurs } = interimUtilities(view)!;
  const types = Array.from({ length: view.typeCount }, (_, t) => t).filter((t) => occurs[t]);
  for (const [partners, { count }] of environment.groups.entries()) {
    if (partners === home && count === 1) continue;
    const beliefs = types.map((t) => beliefAbout(read, home, t, partners));
    const table = Array.from({ length: view.messageCount }, (_, r) =>
      smallestBets(
        beliefs,
        types.map((t) => byMessage[t * view.messageCount + r]),
      ),
    );
    if (table.every((row) => row !== undefined)) return { partners, table: table as Rational[][] };
  }
  return undefined;
}

/** Pr(s_j = x | t_i = t) for a member j of another place in group `partners`. */
function beliefAbout({ states, likelihoods }: Likelihoods, home: number, t: number, partners: number) {
  const joint = states.map((p, s) => multiply(p, likelihoods[home][s][t]));
  const mass = joint.reduce(add);
  return likelihoods[partners][0].map((_, x) =>
    divide(
      joint.reduce((sum, weight, s) => add(sum, multiply(weight, likelihoods[partners][s][x])), ZERO),
      mass,
    ),
  );
}

/** min M over −M ≤ z_x ≤ M with Σ_x beliefs[t][x] z_x = gains[t] for every t; `undefined` where there is no such z. */
function smallestBets(
  beliefs: readonly (readonly Rational[])[],
  gains: readonly Rational[],
): Rational[] | undefined {
  const width = beliefs[0].length;
  const equations = beliefs.map((row, t) => ({
    coefficients: new Map([...row.entries()].filter(([, weight]) => weight.n !== 0n)),
    relation: "=" as const,
    bound: gains[t],
  }));
  const limits = [ONE, negate(ONE)].flatMap((sign) =>
    Array.from({ length: width }, (_, x) => ({
      coefficients: new Map([
        [x, sign],
        [width, negate(ONE)],
      ]),
      relation: "<=" as const,
      bound: ZERO,
    })),
  );
  const outcome = solveExactly({
    objective: Array.from({ length: width + 1 }, (_, j) => (j === width ? negate(ONE) : ZERO)),
    free: Array.from({ length: width + 1 }, (_, j) => j < width),
    rows: [...equations, ...limits],
  });
  return outcome.kind === "optimal" ? outcome.primal.slice(0, width) : undefined;
}
