import { fail } from "../../numeric/candor-error.js";
import { type Integral, integrate } from "../../numeric/quadrature/index.js";
import { type Distribution, survival } from "../distribution.js";
import { affine } from "../families/affine.js";
import { type BalancedDecision, balancedDecision } from "./balanced-mechanism.js";
import { cumulative } from "./cumulative.js";
import {
  combination,
  type EfficientProblem,
  type InterimAgent,
  requireParticipants,
} from "./efficient-problem.js";
import { featureMarks } from "./feature-marks.js";
import { type GeneralisedVcg, generalisedVcg } from "./generalised-vcg.js";
import { type InterimTotals, interimTotals, interimUtility } from "./interim-totals.js";
import { linearOption } from "./outside-option.js";
import { type ProvisionView, provisionViews, tieSlack } from "./provision.js";
import { type SecondBest, secondBest } from "./second-best.js";

/** Contributors to a good that all enjoy once it is provided, and what it costs in total. */
export interface PublicGoodWorld {
  readonly values: readonly Distribution[];
  readonly cost: number;
}

/** Efficient provision: the good is provided iff Σ θ_i > cost (with atoms equality matters: then it is not, which leaves smaller rents). */
export interface PublicGood {
  /** Types are θ_i − cost/n: payments of this problem come on top of cost/n each when the good is provided. */
  readonly problem: EfficientProblem;
  readonly probability: Integral;
  /** E(Σ θ_i − cost)^+. */
  readonly welfare: Integral;
  /** The pivotal mechanism at the worst-off types; its surplus is what payments bring beyond the cost. */
  readonly vcg: GeneralisedVcg;
  readonly decision: BalancedDecision;
}

/** Provision by virtual values: the good is provided iff Σ_i φ̄_α(θ_i) > cost. */
export interface VirtualProvision {
  readonly weight: number;
  readonly probability: Integral;
  /** E[Σ θ_i − cost; provided]. */
  readonly gains: Integral;
  /** E[Σ payments − cost; provided] when the lowest types are left with nothing. */
  readonly surplus: Integral;
  /** What contributor i with value x sees, gets above 0 and pays. */
  provisionProbability(contributor: number, value: number): number;
  utility(contributor: number, value: number): number;
  payment(contributor: number, value: number): number;
}

/**
 * Whether a public good can be provided efficiently by contributors who may stay away (and then get nothing), and with what subsidy.
 * @throws CandorError `too-few-agents`, `infinite-mean`, `bad-cost`, `slow-convergence` (atoms with four or more contributors).
 * Source: d'Aspremont and Gérard-Varet (1979); Mailath and Postlewaite (1990).
 */
export function publicGood({ values, cost }: PublicGoodWorld): PublicGood {
  requireWorld(values, cost);
  const part = cost / values.length;
  const views = provisionViews(values, cost, 0);
  const { probability, gains } = provisionAt({ values, cost }, 0, views);
  const known = new Map<ProvisionView, Omit<InterimAgent, "name">>();
  const agents = views.map((view, i) => {
    const agent = known.get(view) ?? contributor(view, values[i], part, gains);
    known.set(view, agent);
    return { ...agent, name: `contributor ${i + 1}` };
  });
  const slack = tieSlack(values, cost);
  const least = values.reduce((sum, { support }) => sum + support[0], 0) - cost;
  const sure = slack === 0 ? least >= 0 : least > slack;
  const problem: EfficientProblem = {
    agents,
    expectedWelfare: gains,
    choose: (types) => {
      const total = Array.from(types).reduce((sum, type) => sum + type, 0);
      return agents.map(() => (total >= slack ? 1 : 0));
    },
    ...(sure ? { always: agents.map(() => 1) } : {}),
  };
  const decision = balancedDecision(problem);
  return { problem, probability, welfare: gains, vcg: generalisedVcg(problem), decision };
}

/** One contributor, the type net of its part of the cost. */
function contributor(
  view: ProvisionView,
  value: Distribution,
  part: number,
  expectedWelfare: Integral,
): Omit<InterimAgent, "name"> {
  const distribution = affine(value, 1, -part);
  const share = (x: number) => view.share(x + part);
  const breakpoints = view.levels.map((z) => z - part);
  return {
    distribution,
    outside: linearOption(0),
    breakpoints,
    share,
    welfare: welfareFrom(distribution, share, breakpoints, expectedWelfare, view.error),
  };
}

/**
 * W with W′ = share and E W(θ_i) = E S, anchored at a type a: W(a) = E S − ∫_a^∞ share·(1 − F) + ∫_{−∞}^a share·F. Weighing the share by the
 * tails keeps its error from being integrated over an unbounded range.
 */
function welfareFrom(
  distribution: Distribution,
  share: (x: number) => number,
  breakpoints: readonly number[],
  expectedWelfare: Integral,
  shareError: number,
): InterimAgent["welfare"] {
  const { support, quantile, mean, cdf } = distribution;
  const anchor = Number.isFinite(support[0]) ? support[0] : quantile(0.5);
  const marks = [...new Set([...breakpoints, ...featureMarks(distribution)])].filter(Number.isFinite);
  const options = { breakpoints: marks };
  const above = integrate((x) => share(x) * survival(distribution, x), anchor, support[1], options);
  const below = integrate((x) => share(x) * cdf(x), support[0], anchor, options);
  const base = combination([1, expectedWelfare], [-1, above], [1, below]);
  const spread = Math.abs(mean - anchor);
  const start = { ...base, error: base.error + shareError * spread };
  const upwards = [anchor, ...marks.filter((x) => x > anchor).sort((a, b) => a - b)];
  return cumulative(share, upwards, start);
}

function top({ support, quantile }: Distribution): number {
  return Number.isFinite(support[1]) ? support[1] : quantile(1 - 2 ** -52);
}

function requireWorld(values: readonly Distribution[], cost: number): void {
  requireParticipants(values.map((distribution) => ({ distribution })));
  if (!Number.isFinite(cost))
    fail("bad-cost", "cost", "The cost of the good must be a finite number.", { received: String(cost) });
  if (values.reduce((sum, value) => sum + top(value), 0) <= cost)
    fail(
      "no-gains",
      "cost",
      "The good is never worth its cost to all contributors together; nothing is to be decided.",
    );
}

/**
 * Provision by virtual values with weight α on information rents: every expectation is an integral over one contributor's value of the
 * probability that the others' virtual values reach the rest of the cost.
 * @throws CandorError as {@link publicGood}.
 */
export function virtualProvision({ values, cost }: PublicGoodWorld, weight: number): VirtualProvision {
  requireWorld(values, cost);
  return provisionAt({ values, cost }, weight, provisionViews(values, cost, weight));
}

function provisionAt(
  { cost }: PublicGoodWorld,
  weight: number,
  views: readonly ProvisionView[],
): VirtualProvision {
  const known = new Map<ProvisionView, InterimTotals>();
  const totals = views.map((view) => {
    const found = known.get(view) ?? viewTotals(view);
    known.set(view, found);
    return found;
  });
  const { probability } = totals[0];
  const spent = [-cost, probability] as const;
  const utility = (i: number, x: number) =>
    interimUtility(views[i].scale, views[i].share, views[i].levels, x);
  const chance = (i: number, x: number) => views[i].share(views[i].scale.virtual(x));
  return {
    weight,
    probability,
    gains: combination(...totals.map(({ value }) => [1, value] as const), spent),
    surplus: combination(...totals.map(({ revenue }) => [1, revenue] as const), spent),
    provisionProbability: chance,
    utility,
    payment: (i, x) => x * chance(i, x) - utility(i, x),
  };
}

/** The integrals with the error of the share itself added. */
function viewTotals({ scale, share, levels, error }: ProvisionView): InterimTotals {
  const totals = interimTotals(scale, share, levels);
  const { mean, support, quantile } = scale.distribution;
  const size = Math.abs(mean) + Math.abs(Number.isFinite(support[0]) ? support[0] : quantile(0.01));
  const widened = (integral: Integral, unit: number) => ({
    ...integral,
    error: integral.error + error * unit,
  });
  return {
    probability: widened(totals.probability, 1),
    value: widened(totals.value, size),
    revenue: widened(totals.revenue, size),
  };
}

/**
 * The incentive-compatible, individually rational rule without an expected deficit that has the largest expected gains.
 * @throws CandorError as {@link publicGood}.
 * Source: Güth and Hellwig (1986); Mailath and Postlewaite (1990).
 */
export function secondBestProvision(world: PublicGoodWorld): SecondBest<VirtualProvision> {
  return secondBest((weight) => virtualProvision(world, weight));
}

/** One size of a growing group of alike contributors with a cost in proportion. */
export interface ProvisionSize {
  readonly contributors: number;
  /** Probability that the good is worth its cost, and that the second-best rule provides it. */
  readonly efficient: Integral;
  readonly provided: Integral;
  /** Expected gains of the second best, and as a share of the first best. */
  readonly gains: Integral;
  readonly share: number;
  readonly weight: number;
}

/** How provision fares as the group grows: `sizes` contributors with one distribution of values and a cost a head. */
export function provisionDecline(
  value: Distribution,
  costPerHead: number,
  sizes: readonly number[],
): ProvisionSize[] {
  return sizes.map((contributors) => {
    const values = Array.from({ length: contributors }, () => value);
    const world = { values, cost: costPerHead * contributors };
    const efficient = virtualProvision(world, 0).probability;
    const { mechanism, gains, share, weight } = secondBestProvision(world);
    return { contributors, efficient, provided: mechanism.probability, gains, share, weight };
  });
}
