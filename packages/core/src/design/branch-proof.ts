import type { SparseRow } from "../numeric/linear-program/exact-program.js";
import { type ExactOutcome, solveExactly } from "../numeric/linear-program/solve-exactly.js";
import { compare, type Rational, rational, toDouble, ZERO } from "../numeric/rational.js";
import { type ChoiceProgram, type PricedColumns, pricedColumns, upperBound } from "./branch-bound.js";
import { basicColumns, type Relaxed } from "./branch-relaxation.js";
import type { Choices } from "./branch-tree.js";

/** The relaxation of one case in exact fractions, from the solver's basis: columns that are not possible are emptied. */
export function solvedExactly(
  { program, chosen, pivotLimit }: ChoiceProgram,
  possible: Choices,
  { basis }: Pick<Relaxed, "basis">,
): ExactOutcome {
  const open = chosen.map((own) => !own);
  for (const j of possible.flat()) open[j] = true;
  const rows = program.rows.map(
    (row): SparseRow => ({ ...row, coefficients: new Map([...row.coefficients].filter(([j]) => open[j])) }),
  );
  const objective = program.objective.map((cost, j) => (open[j] ? cost : ZERO));
  const start = basis && basicColumns(basis);
  return solveExactly(
    { objective, free: program.free, rows },
    { ...(start === undefined ? {} : { basis: start }), pivotLimit },
  );
}

/**
 * Exact multipliers for a case whose relaxation was solved in doubles: the nearest simple fractions where these cover the columns
 * outside the choices exactly (the choices themselves need no covering) and bound as well as the doubles do, else those of the
 * solver's basis in exact fractions. `undefined` where the pivots allowed did not suffice.
 *
 * @param limit what the bound is hoped to stay below.
 */
export function provedBound(
  setting: ChoiceProgram,
  possible: Choices,
  relaxed: Relaxed,
  limit: Rational | undefined,
): PricedColumns | undefined {
  const simple = simpleProof(setting, possible, relaxed, limit);
  if (simple !== undefined) return simple;
  const outcome = solvedExactly(setting, possible, relaxed);
  if (outcome.kind === "infeasible") return priced(setting, outcome.farkas, true);
  return outcome.kind === "optimal" ? priced(setting, outcome.prices, false) : undefined;
}

/** Absolute, relative to 1 + |bound|; decides which proof is tried, never what is proved. */
const CLOSE = 1e-9;

function simpleProof(
  setting: ChoiceProgram,
  possible: Choices,
  { prices, farkas, bound }: Relaxed,
  limit: Rational | undefined,
): PricedColumns | undefined {
  const doubles = farkas ?? prices;
  if (doubles.length === 0) return undefined;
  const { rows } = setting.program;
  const rounded = Array.from(doubles, (price, i) =>
    rows[i].relation === "<=" && price < 0 ? ZERO : simpleFraction(price),
  );
  const found = priced(setting, rounded, farkas !== undefined);
  if (found === undefined) return undefined;
  const exact = upperBound(found, possible);
  if (farkas !== undefined) return exact.n < 0n ? found : undefined;
  const slack = CLOSE * (1 + Math.abs(bound));
  const done = limit !== undefined && bound <= toDouble(limit) + slack;
  const good = done ? compare(exact, limit) <= 0 : toDouble(exact) <= bound + slack;
  return good ? found : undefined;
}

function priced(setting: ChoiceProgram, prices: readonly Rational[], contradiction: boolean) {
  const multipliers = new Map<number, Rational>();
  prices.forEach((price, i) => {
    if (price.n !== 0n && !setting.unit[i]) multipliers.set(i, price);
  });
  const proof = contradiction ? ({ multipliers, contradiction } as const) : { multipliers };
  return pricedColumns(setting, proof);
}

const LARGEST_DENOMINATOR = 1e6;

/** The first convergent of the continued fraction within 10⁻¹¹ (1 + |value|), or the last with a denominator up to 10⁶. */
function simpleFraction(value: number): Rational {
  let [n0, d0, n1, d1] = [1, 0, Math.floor(value), 1];
  let rest = value - n1;
  while (Math.abs(n1 / d1 - value) > 1e-11 * (1 + Math.abs(value))) {
    const inverse = 1 / rest;
    const whole = Math.floor(inverse);
    const [n2, d2] = [whole * n1 + n0, whole * d1 + d0];
    if (!(d2 <= LARGEST_DENOMINATOR)) break;
    [n0, d0, n1, d1] = [n1, d1, n2, d2];
    rest = inverse - whole;
  }
  return Number.isSafeInteger(n1) ? rational(n1, d1) : ZERO;
}
