import { objectiveValue } from "../numeric/linear-program/solve-exactly.js";
import { compare, type Rational, toDouble } from "../numeric/rational.js";
import { type ChoiceProgram, type PricedColumns, stillPossible, upperBound } from "./branch-bound.js";
import { ImpliedRows } from "./branch-implied.js";
import { provedBound, solvedExactly } from "./branch-proof.js";
import type { Relaxation, Relaxed } from "./branch-relaxation.js";
import { bestSplit, wholeChoices } from "./branch-split.js";
import type { BranchNode, Choices } from "./branch-tree.js";
import { type GrownNode, trimmedTree } from "./branch-trim.js";

/** A point with one 1 in each choice and what it earns, exactly. */
export interface FoundPoint {
  readonly primal: readonly Rational[];
  readonly value: Rational;
}

/** A case nobody has looked into yet. */
interface Case {
  readonly possible: Choices;
  readonly relaxed: Relaxed;
  readonly node: GrownNode;
  /** The last bound on the objective on the way here, which holds for this case too. */
  above: PricedColumns | undefined;
}

/**
 * Branch and bound: relaxations in doubles say where to look, and every case is closed by exact multipliers only.
 *
 * Cases are taken in the order of their bounds. A case is settled by multipliers that leave no column of some choice; a case
 * with every choice made is a program in the other columns, solved exactly.
 */
export class BranchSearch {
  readonly #setting: ChoiceProgram;
  readonly #relaxation: Relaxation;
  readonly #implied: ImpliedRows;
  readonly #root: GrownNode = { priced: [] };
  #waiting: Case[] = [];
  /** Cases that the pivots allowed did not settle. */
  readonly #stuck: Case[] = [];
  best: FoundPoint | undefined;
  /** Cases looked into. */
  nodes = 0;

  constructor(setting: ChoiceProgram, relaxation: Relaxation) {
    this.#setting = setting;
    this.#relaxation = relaxation;
    this.#implied = new ImpliedRows(setting);
  }

  /** Opens the search with the case of everything possible; its relaxation. */
  async start(): Promise<Relaxed> {
    const { possible, priced } = this.#implied.narrow(this.#setting.choices);
    this.#root.priced = priced;
    const relaxed = await this.#relaxation.solve(possible, undefined, true);
    this.#waiting.push({ possible, relaxed, node: this.#root, above: undefined });
    return relaxed;
  }

  /** Cases not looked into and cases not settled. */
  get waiting(): number {
    return this.#waiting.length + this.#stuck.length;
  }

  /** What the doubles say is the most that any of them may earn. */
  get promise(): number {
    const bounds = [...this.#waiting, ...this.#stuck].map(({ relaxed }) => relaxed.bound);
    return Math.max(this.best === undefined ? -Infinity : toDouble(this.best.value), ...bounds);
  }

  /** Solves the columns outside the choices exactly for choices made; whether the point is the best so far, and then it is kept. */
  async consider(made: Choices): Promise<boolean> {
    const outcome = solvedExactly(this.#setting, made, await this.#relaxation.solve(made));
    if (outcome.kind !== "optimal") return false;
    const value = objectiveValue(this.#setting.program, outcome.primal);
    if (this.best !== undefined && compare(value, this.best.value) <= 0) return false;
    this.best = { primal: outcome.primal, value };
    return true;
  }

  /** Looks into the most promising case; `false` where none is left. */
  async step(): Promise<boolean> {
    if (this.#waiting.length === 0) return false;
    const next = this.#waiting.reduce((a, b) => (b.relaxed.bound >= a.relaxed.bound ? b : a));
    this.#waiting = this.#waiting.filter((each) => each !== next);
    this.nodes++;
    await this.#settle(next);
    return true;
  }

  async #settle(open: Case): Promise<void> {
    if (open.possible.some(isEmpty)) return;
    const relaxed = await this.#withProof(open);
    let possible = this.#bounded(open, relaxed);
    if (possible.some(isEmpty)) return;
    const made = wholeChoices(possible, relaxed) ?? complete(possible);
    if (made !== undefined && (await this.consider(made))) possible = this.#bounded(open, relaxed);
    if (!possible.some(isEmpty)) await this.#branch(open, possible, relaxed);
  }

  /** Bounds a case exactly and rules out what does not reach beyond the best point. */
  #bounded(open: Case, relaxed: Relaxed): Choices {
    const priced = provedBound(this.#setting, open.possible, relaxed, this.best?.value);
    if (priced === undefined) return open.possible;
    open.node.priced = [...open.node.priced, priced];
    if (!priced.proof.contradiction) open.above = priced;
    return stillPossible(priced, open.possible, this.best?.value);
  }

  async #branch(open: Case, possible: Choices, relaxed: Relaxed): Promise<void> {
    const limit = this.best && toDouble(this.best.value);
    const split = await bestSplit(this.#relaxation, this.#implied, possible, relaxed, limit);
    if (split === undefined) {
      this.#stuck.push(open);
      return;
    }
    const cases = split.branches.map(
      ({ possible, relaxed, priced }): Case => ({ possible, relaxed, node: { priced }, above: open.above }),
    );
    const branches = split.branches.map(({ among }, b) => ({ among, node: cases[b].node }));
    open.node.split = { choice: split.choice, branches };
    this.#waiting.push(...cases);
  }

  /** Infeasible relaxations are solved once more for prices that prove it. */
  async #withProof({ possible, relaxed }: Case): Promise<Relaxed> {
    if (relaxed.bound !== -Infinity || relaxed.farkas !== undefined) return relaxed;
    const { basis } = relaxed;
    return { ...relaxed, ...(await this.#relaxation.solve(possible, basis, true)) };
  }

  /** No point earns more than this; `undefined` where that is not known, "nothing" where no point is left at all. */
  upper(): Rational | "nothing" | undefined {
    let most: Rational | undefined = this.best?.value;
    for (const { possible, above } of [...this.#waiting, ...this.#stuck]) {
      if (possible.some(isEmpty)) continue;
      if (above === undefined) return undefined;
      const bound = upperBound(above, possible);
      if (most === undefined || compare(bound, most) > 0) most = bound;
    }
    return most ?? "nothing";
  }

  /** The tree that proves `upper`, or that there is no point. */
  tree(upper: Rational | undefined): BranchNode | undefined {
    for (const { node, above } of [...this.#waiting, ...this.#stuck])
      if (above !== undefined) node.priced = [...node.priced, above];
    return trimmedTree(this.#root, this.#setting.choices, upper);
  }
}

function isEmpty({ length }: readonly number[]): boolean {
  return length === 0;
}

function complete(possible: Choices): Choices | undefined {
  return possible.every(({ length }) => length === 1) ? possible : undefined;
}
