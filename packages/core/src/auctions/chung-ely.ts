import type { Design } from "../design/design.js";
import { designMechanism } from "../design/design-mechanism.js";
import { REVENUE } from "../design/question.js";
import type { LinearSolver } from "../lp/solver.js";
import type { Environment } from "../model/environment.js";
import { directMechanism, type Mechanism } from "../model/mechanism.js";
import { rowMajorIndex } from "../model/profiles.js";
import { fail } from "../numeric/candor-error.js";
import { add, ONE, type Rational, subtract, ZERO } from "../numeric/rational.js";
import { bayesianIC } from "../properties/bayesian-ic.js";
import { interimIR } from "../properties/participation.js";
import type { Verdict } from "../properties/verdict.js";
import { auctionEnvironment } from "./auction-environment.js";
import type { CorrelatedAuction } from "./correlated-auction.js";
import type { OptimalExPostAuction } from "./optimal-ex-post-auction.js";
import { expectedRevenue } from "./posted-prices.js";
import { type Regularity, regularity } from "./regularity.js";
import { requireSize } from "./require-size.js";
import { beliefDependence, type WorstCaseBeliefs, worstCaseBeliefs } from "./worst-case-beliefs.js";

/** Profiles × values up to which beliefs are compared. */
const LARGEST = 60_000;

export interface ProgramOptions {
  /** Finds bases in doubles for the exact method; without one small auctions only. */
  readonly solver?: LinearSolver;
}

/**
 * (P′): max E_f Σ_i t_i over mechanisms that are Bayesian incentive compatible and interim individually rational under beliefs
 * π_i(v_{−i} | v_i) at [bidder][profile], by default the prior's own; f stays the seller's prior. Exact.
 */
export function interimProgram(
  auction: CorrelatedAuction<Rational>,
  beliefs?: readonly (readonly Rational[])[],
  options: ProgramOptions = {},
): Promise<Design> {
  return designMechanism(
    auctionEnvironment(auction, beliefs),
    { objective: REVENUE, incentives: ["bayesian"], participation: ["interim"], money: [] },
    options,
  );
}

/** What the best Bayesian mechanism earns under the worst-case beliefs, and how that is known. */
export interface WorstCaseValue {
  readonly value: Rational;
  /**
   * `selection`: an ex post mechanism earns the bound; `independence`: linearly independent beliefs let bets carry every allocation;
   * `program`: the linear program, with its multipliers.
   */
  readonly by: "selection" | "independence" | "program";
  readonly regularity: Regularity;
  readonly worst: WorstCaseBeliefs;
  /** See `beliefDependence`; not asked where there is a selection. */
  readonly dependence?: readonly (readonly Rational[] | undefined)[];
}

/**
 * The value of (P′) under the worst-case beliefs π*, exactly.
 *
 * Theorem. (P) ≤ (P′) ≤ L = Σ_v max(0, max_i m_i(v)) always: an ex post mechanism is feasible under any beliefs, and the local
 * multipliers of `localMultipliers` are transfer neutral under π*, so their Lagrangian bounds (P′). Hence equality where a monotone
 * selection exists ((P) = L). Where each bidder's beliefs are linearly independent (P′) = L: for a report r the numbers
 * E[t_i(r, ·) | v_i] can be set at will; set what is paid in expectation to the whole utility for v_i = r and v_i = r⁺ (whose local lie
 * then gains nothing, participation binds) and let it be huge for all others. So f regular ⇒ (P) = (P′), and with independent beliefs
 * (P) < (P′) as soon as no selection exists.
 *
 * Errors: `too-large` beyond 60,000 profiles × values where there is no selection; those of `designMechanism`; `undecided` at its pivot
 * limit. Source: Chung and Ely (2007), with regularity as corrected.
 */
export async function worstCaseValue(
  auction: CorrelatedAuction<Rational>,
  options: ProgramOptions = {},
): Promise<WorstCaseValue> {
  const known = { regularity: regularity(auction), worst: worstCaseBeliefs(auction) };
  const { bound, selection } = known.regularity;
  if (selection.kind === "exists") return { ...known, value: bound, by: "selection" };
  requireSize(auction, LARGEST);
  const dependence = beliefDependence(auction, known.worst);
  if (dependence.every((each) => each === undefined))
    return { ...known, dependence, value: bound, by: "independence" };
  const value = optimumOf(await interimProgram(auction, known.worst.beliefs, options));
  return { ...known, dependence, value, by: "program" };
}

/** The proved optimum of a design. Errors: `undecided`. */
export function optimumOf(design: Design): Rational {
  if (design.kind === "optimal") return design.lower;
  return fail("undecided", "", `The linear program ended "${design.kind}"; use fewer or coarser values.`);
}

/** An ex post mechanism M and the worst-case type space T*: M earns `revenue` on every type space, nothing more than `best` on T*. */
export interface SaddlePoint {
  readonly revenue: Rational;
  /** Bayesian incentive compatibility and interim participation of M under π*. */
  readonly feasible: readonly Verdict[];
  /** The optimum of (P′). */
  readonly best: Rational;
  /** best − revenue: 0 exactly when (M, T*) is a saddle point. */
  readonly gap: Rational;
  /** The solution of (P′) with the multipliers that prove it. */
  readonly proof: Design;
}

/**
 * Looks at an ex post mechanism and the worst-case beliefs in both directions: the mechanism is checked on T* from the definitions, and
 * the best mechanism on T* is computed with its proof.
 *
 * That T* is worst for M needs no check: under ex post constraints truth is an equilibrium whatever the beliefs, so M earns the
 * same on every type space in which each type knows its value.
 * @param mechanism q and t, e.g. the answer of `optimalExPostAuction`.
 * Errors: those of `designMechanism`; `undecided`.
 */
export async function saddlePoint(
  auction: CorrelatedAuction<Rational>,
  mechanism: Pick<OptimalExPostAuction<Rational>, "allocation" | "payments">,
  options: ProgramOptions = {},
): Promise<SaddlePoint> {
  const { beliefs } = worstCaseBeliefs(auction);
  const proof = await interimProgram(auction, beliefs, options);
  const best = optimumOf(proof);
  const { revenue } = expectedRevenue(auction, mechanism.payments);
  const played = auctionMechanism(auctionEnvironment(auction, beliefs), auction.sizes, mechanism);
  return {
    revenue,
    feasible: [bayesianIC, interimIR].map((property) => property.check(played, {})),
    best,
    gap: subtract(best, revenue),
    proof,
  };
}

function auctionMechanism(
  environment: Environment<Rational>,
  sizes: readonly number[],
  { allocation, payments }: Pick<OptimalExPostAuction<Rational>, "allocation" | "payments">,
): Mechanism<Rational> {
  return directMechanism(environment, {
    name: "ex post auction",
    anonymous: false,
    outcome: (types) => {
      const k = rowMajorIndex(sizes, types);
      const chances = allocation.map((own) => own[k]);
      const kept = subtract(ONE, chances.reduce(add, ZERO));
      return { lottery: [...chances, kept], payments: payments.map((own) => own[k]) };
    },
  });
}
