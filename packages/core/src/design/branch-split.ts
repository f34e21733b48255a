import type { PricedColumns } from "./branch-bound.js";
import type { ImpliedRows } from "./branch-implied.js";
import { NOTHING, type Relaxation, type Relaxed } from "./branch-relaxation.js";
import type { Choices } from "./branch-tree.js";

export interface Branch {
  /** Columns of the choice that stay possible. */
  readonly among: readonly number[];
  readonly possible: Choices;
  /** Proofs that ruled out the columns missing from `possible`. */
  readonly priced: readonly PricedColumns[];
  readonly relaxed: Relaxed;
}

export interface Split {
  readonly choice: number;
  readonly branches: readonly Branch[];
}

/** Splits tried; more make smaller trees and slower nodes. */
const CANDIDATES = 8;
const WHOLE = 1e-6;

/**
 * Splits a case into "this column is 1" and "another one is": of the columns nearest to one half in the relaxation the one whose
 * two cases bring the bound down most (strong branching: the product of the two falls, each counted down to `limit`).
 * `undefined` where every choice is made.
 */
export async function bestSplit(
  relaxation: Relaxation,
  implied: ImpliedRows,
  possible: Choices,
  { bound, primal, basis }: Relaxed,
  limit = -Infinity,
): Promise<Split | undefined> {
  const gap = Number.isFinite(bound - limit) ? Math.max(bound - limit, 0) : 1 + Math.abs(bound);
  let best: { split: Split; score: number } | undefined;
  for (const { choice, column } of candidates(possible, primal)) {
    const branch = async (among: readonly number[]): Promise<Branch> => {
      const inside = implied.narrow(possible.with(choice, among));
      const nothing = inside.possible.some(({ length }) => length === 0);
      const relaxed = nothing ? NOTHING : await relaxation.solve(inside.possible, basis);
      // An infeasible case has no basis of its own; this one is where the exact method would start.
      return { among, ...inside, relaxed: basis === undefined ? relaxed : { basis, ...relaxed } };
    };
    const others = possible[choice].filter((j) => j !== column);
    const branches = [await branch([column]), await branch(others)];
    const falls = branches.map(({ relaxed }) => Math.min(bound - relaxed.bound, gap));
    const score = falls.reduce((product, fall) => product * Math.max(fall, 1e-6 * gap), 1);
    if (best === undefined || score > best.score) best = { split: { choice, branches }, score };
    if (falls.every((fall) => fall >= gap)) break;
  }
  return best?.split;
}

function candidates(possible: Choices, primal: Float64Array) {
  const listed = possible.flatMap((columns, choice) =>
    // Of two columns each says the same as the other.
    columns
      .slice(columns.length === 2 ? 1 : 0)
      .map((column) => ({ choice, column, away: Math.abs((primal[column] ?? 0) - 1 / 2) })),
  );
  const open = listed.filter(({ choice }) => possible[choice].length > 1);
  const fractional = open.filter(({ away }) => away < 1 / 2 - WHOLE).sort((a, b) => a.away - b.away);
  return (fractional.length > 0 ? fractional : open).slice(0, CANDIDATES);
}

/** The columns that are 1 where the relaxation leaves no doubt. */
export function wholeChoices(possible: Choices, { primal }: Relaxed): Choices | undefined {
  if (primal.length === 0) return undefined;
  const made = possible.map((columns) => columns.filter((j) => primal[j] > 1 - WHOLE));
  return made.every(({ length }) => length === 1) ? made : undefined;
}
