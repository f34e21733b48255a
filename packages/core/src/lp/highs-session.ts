import type { Highs, Model } from "highs";
import { fail } from "../numeric/candor-error.js";
import { type Change, changed } from "./change.js";
import { checkColumns, checkInterval, checkRows } from "./check-problem.js";
import { solvedWithoutColumns } from "./complete.js";
import { columnWise, createModel, minimised, rowWise, runModel, type Shape } from "./highs-model.js";
import { methodName, requireRange } from "./highs-options.js";
import type { HighsRuntime } from "./highs-runtime.js";
import type { ColumnBlock, LinearProblem, RowBlock } from "./problem.js";
import type { LinearSolution } from "./solution.js";
import type { LinearSession, SolveOptions } from "./solver.js";

/** A model kept in HiGHS beside the list of changes that made it, from which the problem is assembled when asked for. */
export class HighsSession implements LinearSession {
  readonly #runtime: HighsRuntime;
  readonly #highs: Highs;
  #model: Model | undefined;
  #problem: LinearProblem;
  #changes: Change[] = [];
  #rows: number;
  #columns: number;

  constructor(runtime: HighsRuntime, highs: Highs, problem: LinearProblem) {
    this.#runtime = runtime;
    this.#highs = highs;
    this.#problem = problem;
    this.#rows = problem.rows;
    this.#columns = problem.columns;
    this.#model = runtime.guard(highs, () => createModel(highs, problem));
  }

  problem(): LinearProblem {
    if (this.#changes.length > 0) {
      this.#problem = changed(this.#problem, this.#changes);
      this.#changes = [];
    }
    return this.#problem;
  }

  addRows(block: RowBlock): void {
    checkRows(block, this.#columns);
    requireRange(block.matrix, block.lower, block.upper);
    const { lower, upper, matrix } = block;
    this.#apply({ kind: "rows", block }, (model) => model.addRows({ lower, upper, matrix: rowWise(matrix) }));
    this.#rows += matrix.count;
  }

  addColumns(block: ColumnBlock): void {
    checkColumns(block, this.#rows);
    requireRange({ values: block.matrix.values, costs: block.costs }, block.lower, block.upper);
    const { costs, lower, upper, matrix, integer } = block;
    const cost = minimised(this.#problem, costs);
    const first = this.#columns;
    this.#apply({ kind: "columns", block }, (model) => {
      model.addCols({ cost, lower, upper, matrix: columnWise(matrix) });
      integer?.forEach((whole, k) => {
        if (whole) model.changeColIntegrality(first + k, this.#highs.constants.variableType.integer);
      });
    });
    this.#columns += matrix.count;
  }

  changeRowBounds(index: number, lower: number, upper: number): void {
    requireIndex("row", index, this.#rows);
    checkInterval("row", index, lower, upper);
    requireRange({ values: new Float64Array(0) }, Float64Array.of(lower, upper));
    this.#apply({ kind: "row-bounds", index, lower, upper }, (model) =>
      model.changeRowBounds(index, lower, upper),
    );
  }

  changeColumnBounds(index: number, lower: number, upper: number): void {
    requireIndex("column", index, this.#columns);
    checkInterval("column", index, lower, upper);
    requireRange({ values: new Float64Array(0) }, Float64Array.of(lower, upper));
    this.#apply({ kind: "column-bounds", index, lower, upper }, (model) =>
      model.changeColBounds(index, lower, upper),
    );
  }

  changeCosts(columns: ArrayLike<number>, costs: ArrayLike<number>): void {
    const indices = Int32Array.from(columns);
    const values = Float64Array.from(costs);
    if (indices.length !== values.length) fail("invalid-size", "costs", "Give one cost for each column.");
    indices.forEach((column, k) => {
      requireIndex("column", column, this.#columns);
      if (k > 0 && column <= indices[k - 1])
        fail("invalid-index", `columns[${k}]`, "Give the columns in increasing order.");
      if (!Number.isFinite(values[k])) fail("invalid-number", `costs[${k}]`, "Give a finite cost.");
    });
    requireRange({ values: new Float64Array(0), costs: values });
    this.#apply({ kind: "costs", indices, values }, (model) => {
      if (indices.length > 0)
        model.changeColsCost({ kind: "set", indices }, minimised(this.#problem, values));
    });
  }

  async solve(options: SolveOptions = {}): Promise<LinearSolution> {
    const model = this.#open();
    const shape = this.#shape();
    if (this.#columns === 0)
      return solvedWithoutColumns(
        this.problem(),
        methodName(this.#highs.version.string, shape, options.method),
      );
    return runModel(this.#runtime, this.#highs, model, shape, () => this.problem(), options);
  }

  dispose(): void {
    if (this.#model !== undefined && !this.#runtime.isBroken(this.#highs)) this.#model.dispose();
    this.#model = undefined;
  }

  /** Whether there are integer columns can be seen without assembling the problem. */
  #shape(): Shape {
    const { sense } = this.#problem;
    const added = this.#changes.find(
      (change) => change.kind === "columns" && change.block.integer?.includes(1),
    );
    return added?.kind === "columns" && added.block.integer !== undefined
      ? { sense, integer: added.block.integer }
      : this.#problem;
  }

  #apply(change: Change, operation: (model: Model) => unknown): void {
    const model = this.#open();
    this.#runtime.guard(this.#highs, () => operation(model));
    this.#changes.push(change);
  }

  #open(): Model {
    return this.#model ?? fail("disposed", "", "The session was disposed: open the problem again.");
  }
}

function requireIndex(kind: string, index: number, count: number): void {
  if (Number.isInteger(index) && index >= 0 && index < count) return;
  fail("invalid-index", `${kind}[${index}]`, `Give a whole number from 0 to ${count - 1}.`);
}
