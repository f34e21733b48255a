import { decideDirection } from "./direction.js";
import { beside } from "./local-maxima.js";
import { type Estimate, menuAccount, plus } from "./menu-account.js";
import { type BoundMenu, boundMenu } from "./participation.js";
import { isSpecial, type Piece, quantityOn } from "./pieces.js";
import { bestQuantity, pointwiseMaximum } from "./pointwise-maximum.js";
import type { ScreeningProblem } from "./problem.js";
import { atomsBest, type ProfitBound, profitBound } from "./profit-bound.js";
import { tariffOf } from "./tariff.js";
import { trueSurplus } from "./virtual-surplus.js";
import { type World, worldOf } from "./world.js";

/** Types next to each other that are treated alike or told apart. */
export interface MenuPiece {
  /**
   * `lowest`: bunched at the smallest quantity (the excluded, where that is nothing); `highest`: at the largest; `kink`: at a kink or one of
   * finitely many quantities; `pooled`: bunched because the pointwise best quantities fall; `sorted`: each type its own quantity; `bound`: left
   * with the outside option, which decides the quantity.
   */
  readonly kind: "lowest" | "highest" | "kink" | "pooled" | "sorted" | "bound";
  readonly types: readonly [from: number, to: number];
  readonly quantities: readonly [low: number, high: number];
  /** Of all types. */
  readonly share: number;
}

/** The optimal menu of a screening problem. Functions of the type are defined on the support; at a jump they take the upper value. */
export interface Screening {
  /** x(θ). */
  quantity(type: number): number;
  /** t(θ), what the agent pays. */
  payment(type: number): number;
  /** V(θ), the informational rent where the outside option is 0. */
  utility(type: number): Estimate;
  /** T(x): see `tariffOf`. */
  tariff(quantity: number): number;
  /** argmax_x v + v^P. */
  firstBestQuantity(type: number): number;
  /** argmax_x φ(x, θ), which the menu would be were it monotone; at types with a density. */
  pointwiseQuantity(type: number): number;
  /** By increasing type. */
  readonly pieces: readonly MenuPiece[];
  /** E[t + v^P]. */
  readonly profit: Estimate;
  /** E V(θ). */
  readonly consumerSurplus: Estimate;
  /** E[v + v^P], profit and consumer surplus together. */
  readonly welfare: Estimate;
  /** E max_x [v + v^P]. */
  readonly firstBestWelfare: Estimate;
  /**
   * No menu earns more than this (up to its error): the smaller of the bounds by pointwise maxima and by selling every increment on its
   * own. Equal to the profit unless φ is both not concave in x and not monotone in its maximisers.
   */
  readonly profitBound: Estimate;
  readonly participation: {
    readonly binding: "lowest" | "highest" | "both" | "inside";
    readonly topWeight: number;
    /** Present where it binds inside: for all of these types. */
    readonly types?: readonly (readonly [from: number, to: number])[];
  };
  /** True where differences decrease: high types want less, and "lowest" in `participation` means the highest. */
  readonly reflected: boolean;
  readonly warnings: readonly string[];
}

/**
 * The menu that earns a principal most from an agent with a private type on an interval: maximises E[t(θ) + v^P(x(θ), θ)] over incentive
 * compatible (x, t) with V(θ) ≥ IR(θ).
 *
 * By the envelope theorem the profit of a nondecreasing x is E φ(x(θ), θ) − V(θ_low) with the virtual surplus
 * φ = v + v^P − v_θ·(1 − F)/f. That is maximised over nondecreasing x by `monotoneOptimum`, so nothing need be regular, concave or
 * monotone; atoms and gaps of F are allowed. Numbers are doubles with ±; types where x bends or jumps are good to some 1e-12 of the
 * support where v_x and v_xθ are given by formula.
 *
 * @throws CandorError `not-single-crossing` with a quadruple; `bad-quantities`, `unbounded-quantity`, `unbounded-support`, `not-finite`,
 * `participation-inside`; `no-convergence` where an expectation is infinite.
 * Complexity: some 10⁶ values of v.
 * Source: Mussa, Rosen (1978); Maskin, Riley (1984); Myerson (1981) for pooling; derivations in docs.
 */
export function optimalScreening(problem: ScreeningProblem): Screening {
  const direction = decideDirection(problem);
  const world = worldOf(problem, direction.reflect);
  const bound = boundMenu(world);
  const { optimum, menu, lowestUtility } = bound;
  const account = menuAccount(world, optimum);
  const profit = plus(account.profitAtZero, {
    value: -lowestUtility,
    error: menu.utility(world.distribution.support[0]).error + 2 ** -50 * Math.abs(lowestUtility),
  });
  const best = firstBest(world, bound);
  const limit = limitOf(world, bound);
  const sign = world.reflected ? -1 : 1;
  const tariff = tariffOf(world, optimum, menu);
  const pieces = optimum.pieces.map((piece) => describe(world, bound, piece));
  return {
    quantity: (type) => menu.quantity(sign * type),
    payment: (type) => menu.payment(sign * type),
    utility: (type) => menu.utility(sign * type),
    tariff,
    firstBestQuantity: (type) => bestQuantity(world, trueSurplus(world), sign * type).at,
    pointwiseQuantity: (type) => bestQuantity(world, optimum.surplus, sign * type).at,
    pieces: world.reflected ? pieces.reverse() : pieces,
    profit,
    consumerSurplus: plus(account.welfare, { value: -profit.value, error: profit.error }),
    welfare: account.welfare,
    firstBestWelfare: best,
    profitBound: limit.bound,
    participation: participationOf(world, bound),
    reflected: world.reflected,
    warnings: [...direction.warnings, ...warningsOf(bound), ...gapWarning(profit, limit)],
  };
}

function participationOf(world: World, { multipliers, inside }: BoundMenu): Screening["participation"] {
  const { top: topWeight } = multipliers;
  if (inside === undefined)
    return { binding: topWeight === 0 ? "lowest" : topWeight === 1 ? "highest" : "both", topWeight };
  const types = world.reflected
    ? inside.binding.map(([from, to]) => [-to, -from] as const).reverse()
    : inside.binding;
  return { binding: "inside", topWeight, types };
}

function limitOf(world: World, { optimum, multipliers, inside }: BoundMenu): ProfitBound {
  return inside
    ? { bound: inside.bound, tied: [], evenPrices: false }
    : profitBound(world, optimum, multipliers);
}

function describe(world: World, { optimum }: BoundMenu, piece: Piece): MenuPiece {
  const { from, to } = piece;
  const at = (type: number) => quantityOn(world, optimum.surplus, piece, type);
  const end = Number.isFinite(to.at) ? at(beside(to.at, -1)) : Infinity;
  const quantities =
    piece.kind === "bunch"
      ? ([piece.quantity, piece.quantity] as const)
      : ([at(beside(from.at, 1)), end] as const);
  const kind = kindOf(world, piece);
  const types = world.reflected ? ([-to.at, -from.at] as const) : ([from.at, to.at] as const);
  return { kind, types, quantities, share: from.survival - to.survival };
}

function kindOf(world: World, piece: Piece): MenuPiece["kind"] {
  if (piece.kind === "sorted") return piece.rule ? "bound" : "sorted";
  if (piece.quantity === world.quantities.from) return "lowest";
  if (piece.quantity === world.quantities.to) return "highest";
  return world.list !== undefined || isSpecial(world, piece.quantity) ? "kink" : "pooled";
}

function firstBest(world: World, { optimum: { cells } }: BoundMenu): Estimate {
  const surplus = trueSurplus(world);
  return plus(pointwiseMaximum(world, cells, surplus), atomsBest(world));
}

function warningsOf({ optimum }: BoundMenu): string[] {
  return optimum.fall === 0
    ? []
    : [
        `Quantities fall by up to ${optimum.fall} between neighbouring cells of types: there is bunching finer than the grid.`,
      ];
}

function gapWarning(profit: Estimate, { bound, tied, evenPrices }: ProfitBound): string[] {
  const warnings: string[] = [];
  if (tied.length > 1)
    warnings.push(
      `Several quantities maximise the virtual surplus of the same type (near ${tied[0]} and ${tied.length - 1} more): the smallest is taken, other menus earn as much.`,
    );
  else if (evenPrices)
    warnings.push(
      "Parts of the quantity have several best prices: other menus earn as much, and may leave the agent more or less.",
    );
  const gap = bound.value - profit.value;
  if (gap < -1e-11 * (1 + Math.abs(profit.value)) - bound.error - profit.error)
    warnings.push(`The bound lies below the profit by ${-gap}: both are less exact than they say.`);
  if (gap > 1e-8 * (1 + Math.abs(profit.value)) + bound.error + profit.error)
    warnings.push(
      `The bound exceeds the profit by ${gap}: that no menu earns more rests on the search over a grid of menus alone.`,
    );
  return warnings;
}
