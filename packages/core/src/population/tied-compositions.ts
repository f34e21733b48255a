import { fail } from "../numeric/candor-error.js";
import {
  add,
  compare,
  divide,
  multiply,
  type Rational,
  rational,
  subtract,
  ZERO,
} from "../numeric/rational.js";
import type { Population, PopulationGroup } from "./population.js";
import { requireComposition } from "./require-composition.js";
import { maximisers, weightedUtility } from "./weighted-utility.js";

/** Several alternatives are best in a state. */
export interface Tie {
  readonly state: number;
  /** In increasing order, at least two. */
  readonly alternatives: readonly number[];
}

/** A tie at every composition of two groups in a range. */
export interface TiedCompositions extends Tie {
  /** Members of the first group, both ends included; the second has the others. */
  readonly from: number;
  readonly to: number;
}

/**
 * The states in which the argmax of W(·, ω) = Σ_u n_u u(·, ω) is not unique, with all maximisers; any number of groups. Errors:
 * `invalid-composition`. Cost: groups × alternatives × states.
 */
export function tiesAt(population: Population, composition: readonly number[]): Tie[] {
  requireComposition(population, composition);
  const total = weightedUtility(
    population.groups,
    composition.map((count) => rational(count)),
  );
  return population.states
    .map((_, state) => ({ state, alternatives: maximisers(total.map((row) => row[state])) }))
    .filter(({ alternatives }) => alternatives.length > 1);
}

/**
 * For two groups: every composition (n_1, n − n_1), 0 ≤ n_1 ≤ n, at which several alternatives maximise W(·, ω) in some state, as
 * maximal ranges of n_1 with the same maximisers, by state and increasing. Condition (1) asks for none at any n.
 *
 * W(a, ω) is a line in n_1, so ties are at the breakpoints of the upper envelope, and along whole pieces of it where two lines are one.
 * Errors: `not-applicable` unless there are two groups, `invalid-composition` for a bad n. Cost: states × alternatives², whatever n.
 */
export function tiedCompositions(population: Population, n: number): TiedCompositions[] {
  const { groups, states } = population;
  if (groups.length !== 2)
    fail(
      "not-applicable",
      "agents",
      `Ties are listed by composition for two groups; here are ${groups.length}. Ask for the ties at one composition instead.`,
    );
  requireComposition(population, [0, n]);
  return states.flatMap((_, state) => tiesOfLines(linesOf(groups, state, n), n, state));
}

/** start + n_1 · slope. */
interface Line {
  readonly start: Rational;
  readonly slope: Rational;
}

function linesOf(groups: readonly PopulationGroup[], state: number, n: number): Line[] {
  return groups[0].utility.map((row, a) => {
    const other = groups[1].utility[a][state];
    return { start: multiply(rational(n), other), slope: subtract(row[state], other) };
  });
}

function tiesOfLines(lines: readonly Line[], n: number, state: number): TiedCompositions[] {
  const found: TiedCompositions[] = [];
  const note = (from: bigint, to: bigint, alternatives: readonly number[]) => {
    if (alternatives.length < 2 || from > to) return;
    const last = found.at(-1);
    const goesOn =
      last !== undefined && last.to + 1 === Number(from) && `${last.alternatives}` === `${alternatives}`;
    if (goesOn) found.pop();
    found.push({ state, alternatives, from: goesOn ? last.from : Number(from), to: Number(to) });
  };
  const end = rational(n);
  for (let at = ZERO; ; ) {
    const best = maximisers(lines.map(({ start, slope }) => add(start, multiply(at, slope))));
    if (at.d === 1n) note(at.n, at.n, best);
    if (compare(at, end) === 0) return found;
    const steepest = maximisers(best.map((a) => lines[a].slope)).map((k) => best[k]);
    const next = nextCrossing(lines, lines[steepest[0]], end);
    note(at.n / at.d + 1n, (next.n - 1n) / next.d, steepest);
    at = next;
  }
}

/** Where the first steeper line catches up with the one that leads, at the latest at `end`. */
function nextCrossing(lines: readonly Line[], leader: Line, end: Rational): Rational {
  let next = end;
  for (const { start, slope } of lines) {
    const gain = subtract(slope, leader.slope);
    if (gain.n <= 0n) continue;
    const crossing = divide(subtract(leader.start, start), gain);
    if (compare(crossing, next) < 0) next = crossing;
  }
  return next;
}
