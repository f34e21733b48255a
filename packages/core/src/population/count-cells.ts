import { fail } from "../numeric/candor-error.js";
import {
  logarithmToDouble,
  type PreciseLogarithm,
  preciseLog,
  preciseLogFactorial,
} from "../numeric/precise-logarithm.js";
import { rationalFromDouble } from "../numeric/rational.js";

/** Members whose types are drawn independently from one distribution. */
export interface CountedBlock {
  readonly members: number;
  /** Indexed by type. */
  readonly probability: ArrayLike<number>;
}

/** More cells than this take minutes. */
const MOST_CELLS = 2 ** 24;
/** Below, e^x has fewer digits than a double has elsewhere; it is taken for 0. */
const LEAST_LN = -708;

/**
 * Calls `visit` with the counts of types of every population of independent members, block after block and type after type,
 * and the probability Π_blocks multinomial(counts) Π p^count of these counts (0 where it is below 10^−307). `counts` is
 * reused. Returns how many cells there are. The relative error of a probability is at most {@link weightError}. Errors:
 * `too-large`. Cost: one cell takes a few additions of long integers per type.
 */
export function eachCountCell(
  blocks: readonly CountedBlock[],
  visit: (counts: Int32Array, probability: number) => void,
): number {
  const cells = cellsOf(blocks);
  if (cells > MOST_CELLS)
    fail(
      "too-large",
      "agents",
      `There are about ${cells.toExponential(1)} type counts; at most ${MOST_CELLS.toExponential(1)} are listed. Use fewer members or types.`,
    );
  const factorials = Array.from({ length: 1 + Math.max(...blocks.map((block) => block.members)) }, (_, k) =>
    preciseLogFactorial(k),
  );
  const logs = blocks.map(({ probability }) => Array.from(probability, logarithmOf));
  const counts = new Int32Array(logs.reduce((sum, each) => sum + each.length, 0));
  const fill = (b: number, t: number, position: number, left: number, ln: PreciseLogarithm | undefined) => {
    if (b === logs.length) return visit(counts, ln === undefined ? 0 : exponential(ln));
    const last = t === logs[b].length - 1;
    for (let c = last ? left : 0; c <= left; c++) {
      counts[position] = c;
      const next = ln === undefined ? undefined : times(ln, logs[b][t], c, factorials[c]);
      if (!last) fill(b, t + 1, position + 1, left - c, next);
      else fill(b + 1, 0, position + 1, blocks[b + 1]?.members ?? 0, next);
    }
  };
  const start = blocks.reduce((sum, { members }) => sum + factorials[members], 0n);
  fill(0, 0, 0, blocks[0].members, start);
  return cells;
}

/**
 * A bound on the relative error of a probability: doubles p carry one rounding each, raised to at most `members` in all; the
 * logarithm itself is precise, its double (at most 708 in size) and e^x add the rest.
 */
export function weightError(blocks: readonly CountedBlock[]): number {
  const members = blocks.reduce((sum, each) => sum + each.members, 0);
  return 2 ** -53 * (2 * members + 800);
}

/** How many type counts there are: Π C(members + types − 1, members). */
export function cellsOf(blocks: readonly CountedBlock[]): number {
  return blocks.reduce((product, { members, probability }) => {
    let count = 1;
    for (let k = 1; k < probability.length; k++) count = (count * (members + k)) / k;
    return product * Math.round(count);
  }, 1);
}

/** ln p; absent for 0. */
function logarithmOf(probability: number): PreciseLogarithm | undefined {
  if (probability === 0) return undefined;
  const { n, d } = rationalFromDouble(probability);
  return preciseLog(n) - preciseLog(d);
}

function times(
  ln: PreciseLogarithm,
  probability: PreciseLogarithm | undefined,
  count: number,
  factorial: PreciseLogarithm,
): PreciseLogarithm | undefined {
  if (count === 0) return ln;
  return probability === undefined ? undefined : ln + BigInt(count) * probability - factorial;
}

function exponential(ln: PreciseLogarithm): number {
  const x = logarithmToDouble(ln);
  return x < LEAST_LN ? 0 : Math.exp(x);
}
