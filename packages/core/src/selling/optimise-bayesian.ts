import type { LinearSolver, StopSignal } from "../lp/solver.js";
import { float } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import { type ActiveConstraints, BayesianSession } from "./bayesian-session.js";
import type { InterimShares } from "./best-reports.js";
import { type BorderSystem, borderSystems } from "./border.js";
import type { ReducedSale } from "./reduced-sale.js";
import { nullMechanism, type RepairedMechanism, repairMechanism } from "./repair-mechanism.js";
import { adjacentLies, chainsByValue, profitableLies, violatedChains } from "./violated-constraints.js";

/** Counts only: the core has no clock. */
export interface SaleWork {
  readonly rounds: number;
  /** Incentive constraints that took part, of so many pairs of representatives; the others were checked. */
  readonly incentives: number;
  readonly pairs: number;
  /** Sets of Border's constraints that took part. */
  readonly sets: number;
  readonly rows: number;
  readonly columns: number;
  /** Of the linear programs. */
  readonly iterations: number;
}

export interface SaleOptions {
  readonly solver: LinearSolver;
  /** Upper − lower bound at which to stop, as a share of the upper bound (at least of 0.001 largest values). Default 1e-8. */
  readonly gap?: number;
  /** What 1 stands for in progress. Default 1. */
  readonly unit?: number;
  /** Linear programs to solve at most. Default 400. */
  readonly roundLimit?: number;
  readonly signal?: StopSignal;
  readonly progress?: (progress: SaleProgress) => void;
}

export interface SaleProgress extends SaleWork {
  readonly lower: number;
  readonly upper: number;
}

/** The best feasible mechanism found and an upper bound that prices prove, both in units of the reduced sale. */
export interface ReducedOptimum {
  readonly mechanism: RepairedMechanism;
  readonly upper: number;
  /** `closed`: the bounds meet within the gap. `settled`: no constraint is violated by more than rounding. `stopped`: neither. */
  readonly status: "closed" | "settled" | "stopped";
  readonly work: SaleWork;
  readonly constraints: ActiveConstraints;
}

/** Rounds without progress of the upper bound after which simplex gives way to interior point. */
const PATIENCE = 150;
const LEAST_REVENUE = 1e-3;
const TOLERANCES = { primal: 1e-9, dual: 1e-9, optimality: 1e-10 };

/**
 * Maximises revenue over interim shares and utilities by adding violated constraints: incentives of adjacent types and one chain of
 * Border sets to start with, then for every type its best lie and for every supply the violated sets of its chain.
 *
 * Optima are far from unique, and vertices found by the simplex method jump within the optimal face. Once the bound stands still,
 * their running middle is made feasible and cut off as well: it settles in the face. Should that last long, interior
 * point takes over, whose solutions lie in the middle of that face.
 */
export async function optimiseBayesian(sale: ReducedSale, options: SaleOptions): Promise<ReducedOptimum> {
  const { gap = 1e-8 } = options;
  if (!(gap >= 0)) fail("invalid-option", "gap", "The gap is a share ≥ 0.");
  const systems = borderSystems(float, sale);
  const session = await BayesianSession.open(sale, systems, options.solver);
  try {
    session.addLies(adjacentLies(sale));
    for (const chain of chainsByValue(sale, systems)) session.addChain(chain);
    return await new Search(sale, systems, session, gap).run(options);
  } finally {
    session.dispose();
  }
}

/** What is known so far. */
class Search {
  #mechanism: RepairedMechanism;
  #upper: number;
  /** Rounds since the upper bound last fell. */
  #standing = 0;
  #rounds = 0;
  #iterations = 0;
  #middle: readonly InterimShares[] | undefined;

  constructor(
    readonly sale: ReducedSale,
    readonly systems: readonly BorderSystem<number>[],
    readonly session: BayesianSession,
    readonly gap: number,
  ) {
    this.#mechanism = nullMechanism(sale);
    this.#upper = largestSurplus(sale);
  }

  async run({ roundLimit = 400, signal, progress, unit = 1 }: SaleOptions): Promise<ReducedOptimum> {
    while (this.#rounds < roundLimit && !signal?.aborted) {
      const method = this.#standing > PATIENCE ? "ipm" : "simplex";
      const points = await this.#solve(method, signal);
      if (points === undefined) break;
      progress?.({ ...this.#work(), lower: this.#mechanism.revenue * unit, upper: this.#upper * unit });
      if (this.#isClosed()) return this.#answer("closed");
      if (this.#cutOff(points) > 0) continue;
      if (method === "ipm") return this.#answer("settled");
      this.#standing = PATIENCE + 1;
    }
    return this.#answer("stopped");
  }

  /** Solves the program as it is and takes what its answer proves; the points to cut off, or nothing when there is no answer. */
  async #solve(
    method: "simplex" | "ipm",
    signal?: StopSignal,
  ): Promise<(readonly InterimShares[])[] | undefined> {
    const solution = await this.session.solve({
      method,
      crossover: false,
      // Cold starts are faster without it; interior point may break down without it.
      presolve: method === "ipm",
      tolerances: TOLERANCES,
      ...(signal === undefined ? {} : { signal }),
    });
    this.#rounds++;
    this.#iterations += solution.iterations;
    if (solution.primal.length === 0 || solution.rowDuals.length === 0) return undefined;
    const bound = this.session.upperBound(solution.rowDuals);
    this.#standing = bound < this.#upper - this.#tolerance() ? 0 : this.#standing + 1;
    if (bound < this.#upper) this.#upper = bound;
    const found = this.session.sharesIn(solution.primal);
    const alone = this.#middle === undefined || this.#standing === 0;
    this.#middle = alone ? found : between(this.#middle!, found);
    const points = alone ? [found] : [found, this.#middle];
    for (const point of points) {
      const repaired = repairMechanism(this.sale, this.systems, point);
      if (repaired.revenue > this.#mechanism.revenue) this.#mechanism = repaired;
    }
    return points;
  }

  /** Adds what the points violate; returns how many constraints or chains that were. */
  #cutOff(points: readonly (readonly InterimShares[])[]): number {
    const chains = points.flatMap((point) => violatedChains(this.sale, this.systems, point));
    for (const chain of chains) this.session.addChain(chain);
    return chains.length + this.session.addLies(profitableLies(this.sale, points[0]));
  }

  #tolerance(): number {
    return this.gap * Math.max(LEAST_REVENUE, this.#upper);
  }

  #isClosed(): boolean {
    return this.#upper - this.#mechanism.revenue <= this.#tolerance();
  }

  #answer(status: ReducedOptimum["status"]): ReducedOptimum {
    return {
      mechanism: this.#mechanism,
      upper: this.#upper,
      status,
      work: this.#work(),
      constraints: this.session.constraints,
    };
  }

  #work(): SaleWork {
    const { lies, chains } = this.session.constraints;
    return {
      incentives: lies.length,
      pairs: this.sale.classes.reduce((total, { types }) => total + types * (types - 1), 0),
      sets: chains.reduce((total, { levels }) => total + levels.length, 0),
      ...this.session.size,
      rounds: this.#rounds,
      iterations: this.#iterations,
    };
  }
}

/** The middle of two points. */
function between(one: readonly InterimShares[], other: readonly InterimShares[]): InterimShares[] {
  const middle = (a: Float64Array, b: Float64Array) => a.map((value, k) => (value + b[k]) / 2);
  return one.map(({ utilities, shares }, c) => ({
    utilities: middle(utilities, other[c].utilities),
    shares: middle(shares, other[c].shares),
  }));
}

/** Σ_c n_c Σ_t p(t) Σ_k max(0, t_k): more than any mechanism earns. */
function largestSurplus({ classes, goods }: ReducedSale): number {
  let total = 0;
  for (const { bidders, probabilities, values } of classes)
    for (let k = 0; k < values.length; k++)
      total += bidders.length * probabilities[Math.floor(k / goods)] * Math.max(0, values[k]);
  return total;
}
