import { profileSteps } from "../design/finite-tables.js";
import type { ExactProgram, SparseRow } from "../numeric/linear-program/exact-program.js";
import { solveExactly } from "../numeric/linear-program/solve-exactly.js";
import { negate, ONE, type Rational, ZERO } from "../numeric/rational.js";
import type { ForcedWinners } from "./forced-winners.js";

const PIVOTS = 10_000;

/**
 * Lotteries over the bidders that are left open, by an exact linear program: Σ_i q_i(v) ≤ 1 (= 1 where the object has to be sold), q_i
 * nondecreasing in v_i. `undecided` when the exact method runs out of pivots. The backstop where greedy choices run into a contradiction.
 */
export function tiedLotteries(
  forced: ForcedWinners,
):
  | { readonly kind: "exists"; readonly allocation: readonly (readonly Rational[])[] }
  | { readonly kind: "none" | "undecided" } {
  const { sizes } = forced;
  const { typeOf, replace } = profileSteps(sizes);
  const column = new Map<string, number>();
  const rows: SparseRow[] = [];
  for (let k = 0; k < forced.profiles; k++) {
    const open = forced.open(k);
    for (const i of open) column.set(`${i}/${k}`, column.size);
    if (open.length === 0) continue;
    const coefficients = new Map(open.map((i) => [column.get(`${i}/${k}`)!, ONE]));
    rows.push({ coefficients, relation: forced.mayKeep(k) ? "<=" : "=", bound: ONE });
  }
  for (const [key, low] of column) {
    const [i, k] = key.split("/").map(Number);
    const p = typeOf(k, i);
    const high = p + 1 === sizes[i] ? undefined : column.get(`${i}/${replace(k, i, p + 1)}`);
    if (high === undefined) continue;
    rows.push({
      coefficients: new Map([
        [low, ONE],
        [high, negate(ONE)],
      ]),
      relation: "<=",
      bound: ZERO,
    });
  }
  const nothing = Array.from({ length: column.size }, () => ZERO);
  const program: ExactProgram = { objective: nothing, free: nothing.map(() => false), rows };
  const outcome = solveExactly(program, { pivotLimit: PIVOTS });
  if (outcome.kind === "infeasible") return { kind: "none" };
  if (outcome.kind !== "optimal") return { kind: "undecided" };
  const allocation = forced.allocation();
  for (const [key, j] of column) {
    const [i, k] = key.split("/").map(Number);
    allocation[i][k] = outcome.primal[j];
  }
  return { kind: "exists", allocation };
}
