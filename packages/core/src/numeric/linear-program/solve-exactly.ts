import { add, compare, divide, multiply, negate, ONE, type Rational, ZERO } from "../rational.js";
import type { ExactProgram } from "./exact-program.js";
import {
  type BasicPoint,
  basicPoint,
  exchange,
  improves,
  priced,
  type SlackForm,
  slackForm,
  times,
  transformed,
} from "./simplex-state.js";

/** Each outcome carries its proof; one multiplier a row, ≥ 0 on inequalities. */
export type ExactOutcome = {
  readonly pivots: number;
  /** The columns it ended with: variables j and slacks n + i. */
  readonly basis: readonly number[];
} & (
  | {
      readonly kind: "optimal";
      readonly primal: readonly Rational[];
      readonly prices: readonly Rational[];
    }
  /** Prices y ≥ 0 on inequalities with yA ≥ 0, = 0 on free columns, and y·b < 0. */
  | { readonly kind: "infeasible"; readonly farkas: readonly Rational[] }
  /** A feasible point and a direction that keeps every constraint and improves the objective for ever. */
  | {
      readonly kind: "unbounded";
      readonly primal: readonly Rational[];
      readonly ray: readonly Rational[];
    }
  /** The pivots allowed were used up; a feasible point, with prices that may have wrong signs, where one was reached. */
  | {
      readonly kind: "stopped";
      readonly primal?: readonly Rational[];
      readonly prices?: readonly Rational[];
    }
);

export interface SimplexOptions {
  /** Basic columns to start from: variables j and slacks n + i, one per row. Default: all slacks. */
  readonly basis?: readonly number[];
  /** Default 2,000. */
  readonly pivotLimit?: number;
  /** Asked before every pivot; when aborted the answer is `stopped`. */
  readonly signal?: { readonly aborted: boolean };
}

/** Pivots by largest violation; from then on Bland's rule, which never cycles. */
const BOLD_PIVOTS = 300;

/**
 * Solves a sparse program in exact fractions from any starting basis, such as the final one of a solver in doubles.
 *
 * Method: costs that make the start look non-optimal are set aside, the dual simplex method reaches a feasible basis (or proves
 * that there is none), the true costs come back and the primal simplex method goes on. From a basis that is optimal exactly
 * neither pivots: the answer costs one factorisation. Each pivot factorises afresh.
 *
 * @returns optimal, infeasible or unbounded with its proof, or `stopped` at the pivot limit. Source: Applegate, Cook, Dash and
 * Espinoza (2007), "Exact solutions to linear programming problems"; Bland (1977) against cycling.
 */
export function solveExactly(program: ExactProgram, options: SimplexOptions = {}): ExactOutcome {
  const form = slackForm(program);
  const start = options.basis ?? program.rows.map((_, i) => form.variables + i);
  const limit = options.pivotLimit ?? 2000;
  const exhausted = (pivots: number) => pivots >= limit || options.signal?.aborted === true;
  const first = makeFeasible(form, basicPoint(form, start), exhausted);
  return first.kind === "feasible" ? makeOptimal(form, first.point, first.pivots, exhausted) : first;
}

type Exhausted = (pivots: number) => boolean;

function makeFeasible(form: SlackForm, point: BasicPoint, exhausted: Exhausted) {
  let { reduced } = priced(form, point, form.costs);
  const costs = form.costs.map((cost, j) =>
    !point.basic[j] && improves(form, j, reduced[j]) ? add(cost, negate(reduced[j])) : cost,
  );
  for (let pivots = 0; ; pivots++) {
    const leaving = violated(form, point, pivots < BOLD_PIVOTS);
    if (leaving === undefined) return { kind: "feasible", point, pivots } as const;
    const { basis } = point;
    if (exhausted(pivots)) return { kind: "stopped", basis, pivots } as const;
    ({ reduced } = priced(form, point, costs));
    const unit = point.basis.map((_, p) => (p === leaving ? ONE : ZERO));
    const rho = point.factors.solveTransposed(unit);
    const upward = point.values[leaving].n < 0n;
    const entering = dualRatio(form, point, rho, reduced, upward);
    if (entering === undefined)
      return { kind: "infeasible", farkas: upward ? rho : rho.map(negate), basis, pivots } as const;
    point = exchange(form, point, leaving, entering);
  }
}

/** The position of a basic column outside its bounds. */
function violated(form: SlackForm, { basis, values }: BasicPoint, bold: boolean): number | undefined {
  let best: number | undefined;
  basis.forEach((j, p) => {
    const wrong = (values[p].n < 0n && !form.free(j)) || (values[p].n > 0n && form.fixed(j));
    if (!wrong) return;
    if (best === undefined) best = p;
    else if (bold ? compare(absolute(values[p]), absolute(values[best])) > 0 : j < basis[best]) best = p;
  });
  return best;
}

function dualRatio(
  form: SlackForm,
  { basic }: BasicPoint,
  rho: readonly Rational[],
  reduced: readonly Rational[],
  upward: boolean,
): number | undefined {
  let best: { column: number; ratio: Rational } | undefined;
  for (let j = 0; j < form.count; j++) {
    if (basic[j] || form.fixed(j)) continue;
    const alpha = times(rho, form.columns[j]);
    if (alpha.n === 0n) continue;
    if (form.free(j)) return j;
    if (alpha.n > 0n === upward) continue;
    const ratio = absolute(divide(reduced[j], alpha));
    if (best === undefined || compare(ratio, best.ratio) < 0) best = { column: j, ratio };
  }
  return best?.column;
}

function makeOptimal(form: SlackForm, point: BasicPoint, used: number, exhausted: Exhausted): ExactOutcome {
  for (let pivots = used; ; pivots++) {
    const { prices, reduced } = priced(form, point, form.costs);
    const primal = pointOf(form, point, point.values);
    const { basis } = point;
    const entering = improving(form, point, reduced, pivots - used < BOLD_PIVOTS);
    if (entering === undefined) return { kind: "optimal", primal, prices, basis, pivots };
    if (exhausted(pivots)) return { kind: "stopped", primal, prices, basis, pivots };
    const up = reduced[entering].n > 0n;
    const change = transformed(form, point, entering).map((value) => (up ? negate(value) : value));
    const leaving = primalRatio(form, point, change);
    if (leaving === undefined) {
      const ray = pointOf(form, point, change);
      if (entering < form.variables) ray[entering] = up ? ONE : negate(ONE);
      return { kind: "unbounded", primal, ray, basis, pivots };
    }
    point = exchange(form, point, leaving, entering);
  }
}

function improving(
  form: SlackForm,
  { basic }: BasicPoint,
  reduced: readonly Rational[],
  bold: boolean,
): number | undefined {
  let best: number | undefined;
  for (let j = 0; j < form.count; j++) {
    if (basic[j] || !improves(form, j, reduced[j])) continue;
    if (!bold) return j;
    if (best === undefined || compare(absolute(reduced[j]), absolute(reduced[best])) > 0) best = j;
  }
  return best;
}

/** The position whose column reaches its bound first when the values move along `change`; the smallest column among ties. */
function primalRatio(form: SlackForm, { basis, values }: BasicPoint, change: readonly Rational[]) {
  let best: { position: number; ratio: Rational } | undefined;
  basis.forEach((j, position) => {
    const blocks = form.fixed(j) ? change[position].n !== 0n : !form.free(j) && change[position].n < 0n;
    if (!blocks) return;
    const ratio = absolute(divide(values[position], change[position]));
    const order = best === undefined ? -1 : compare(ratio, best.ratio);
    if (order < 0 || (order === 0 && j < basis[best!.position])) best = { position, ratio };
  });
  return best?.position;
}

function pointOf(form: SlackForm, { basis }: BasicPoint, values: readonly Rational[]): Rational[] {
  const point = new Array<Rational>(form.variables).fill(ZERO);
  basis.forEach((j, p) => {
    if (j < form.variables) point[j] = values[p];
  });
  return point;
}

function absolute(value: Rational): Rational {
  return value.n < 0n ? negate(value) : value;
}

/** objective · x. */
export function objectiveValue({ objective }: ExactProgram, x: readonly Rational[]): Rational {
  return objective.reduce((total, cost, j) => add(total, multiply(cost, x[j])), ZERO);
}

/** y · b. */
export function boundValue({ rows }: ExactProgram, y: readonly Rational[]): Rational {
  return rows.reduce((total, { bound }, i) => add(total, multiply(bound, y[i])), ZERO);
}
