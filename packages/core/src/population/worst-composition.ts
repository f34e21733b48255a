import { fail } from "../numeric/candor-error.js";
import { compareWide, WIDE_ZERO, type WideNumber, wideNumber } from "../numeric/wide-number.js";
import { type BestOnLine, bestOnLine } from "./best-on-line.js";
import { compositionFreeBound } from "./composition-free-bound.js";
import { allLines, lineCount, linesBetween } from "./composition-line.js";
import { type IncentiveAnswer, incentiveGain, type PopulationStudy } from "./incentives.js";
import { roughCells } from "./rough-cells.js";

/** The largest ε*(n) over all compositions of n players. */
export interface WorstComposition {
  readonly players: number;
  /** The composition behind `lower`: where `exact` the worst of all, up to error bounds. */
  readonly composition: readonly number[];
  /** ε* of that composition. */
  readonly answer: IncentiveAnswer;
  /** ε* of that composition less its error bound, at least 0: the largest is at least this. */
  readonly lower: WideNumber;
  /** The largest is at most this; error bounds are added. */
  readonly upper: WideNumber;
  /** Every composition was looked at, or the bracket is closed to within 10^−9: `lower` and `upper` differ by error bounds alone. */
  readonly exact: boolean;
}

/** How much work to do. */
export interface WorstCompositionOptions {
  /** Of three or more groups all compositions are looked at where that takes up to so many counts, 20,000 unless stated. */
  readonly mostCells?: number;
}

/**
 * The largest ε*(n; (n_u)) of (σ*, q*) over all compositions Σ n_u = n; a liar's own group has a member. All compositions are looked at for
 * one or two groups, and for more where that is little work. Otherwise the answer is a bracket: `upper` is {@link compositionFreeBound}, and
 * `lower` the best of all compositions of two groups and of what is found from these by moving members between two groups at a time.
 *
 * Compositions with the same choices have the same gains; which of several worst ones is named is a matter of rounding.
 * @param players n, a whole number from 1. Errors: `not-an-integer`; `too-large` as in {@link bestOnLine}.
 * Cost: that of `bestOnLine` for each line of compositions: for two groups one, for a bracket some 20 more.
 */
export function worstComposition(
  study: PopulationStudy,
  players: number,
  { mostCells = 20_000 }: WorstCompositionOptions = {},
): WorstComposition {
  if (!Number.isSafeInteger(players) || players < 1)
    fail("not-an-integer", "n", `A number of players is a whole number from 1 on, not ${players}.`);
  const groups = study.population.groups.length;
  if (groups === 1) return ofOneGroup(study, players);
  if (groups === 2) return bestOfAll(study, players);
  const bracket = bracketed(study, players);
  const cells = lineCount(groups, players) * roughCells(study, players);
  return bracket.exact || cells > mostCells ? bracket : bestOfAll(study, players);
}

function ofOneGroup(study: PopulationStudy, players: number): WorstComposition {
  const answer = incentiveGain(study, players, [players]);
  return { ...reported(answer), upper: answer.most, exact: true };
}

function bestOfAll(study: PopulationStudy, players: number): WorstComposition {
  let best: BestOnLine | undefined;
  let upper = WIDE_ZERO;
  for (const line of allLines(study.population.groups.length, players)) {
    const own = bestOnLine(study, players, line);
    if (best === undefined || compareGains(own, best) > 0) best = own;
    const most = wideNumber(own.most, own.reference);
    if (compareWide(most, upper) > 0) upper = most;
  }
  return { ...reported(incentiveGain(study, players, best!.composition)), upper, exact: true };
}

function bracketed(study: PopulationStudy, players: number): WorstComposition {
  const { composition } = searchCompositions(study, players);
  const own = reported(incentiveGain(study, players, composition));
  const upper = compositionFreeBound(study, players);
  const closed = { mantissa: own.lower.mantissa * (1 + CLOSED), exponent: own.lower.exponent };
  return { ...own, upper, exact: compareWide(upper, closed) <= 0 };
}

function reported(answer: IncentiveAnswer) {
  const { players, composition, least } = answer;
  return { players, composition, answer, lower: least };
}

/** From so many of the best compositions of two groups the search goes on. */
const STARTS = 3;
/** A bracket this narrow, relative to itself, is closed. */
const CLOSED = 1e-9;
/** A gain counts as larger when it is by this share, which is more than rounding. */
const SHARE = 1e-9;

/** A composition with a large gain, for three or more groups. No randomness: the same answer every time. */
function searchCompositions(study: PopulationStudy, players: number): BestOnLine {
  const nobody = study.population.groups.map(() => 0);
  const starts = linesBetween(nobody, players)
    .map((line) => bestOnLine(study, players, line))
    .sort((a, b) => compareGains(b, a))
    .slice(0, STARTS);
  return starts
    .map((start) => climbed(study, players, start))
    .reduce((a, b) => (compareGains(b, a) > 0 ? b : a));
}

/** Members move between two groups at a time, as many as is best, until no two groups are left between which that helps. */
function climbed(study: PopulationStudy, players: number, start: BestOnLine): BestOnLine {
  let best = start;
  for (let improved = true; improved; ) {
    improved = false;
    for (const line of linesBetween(best.composition)) {
      const own = bestOnLine(study, players, line);
      if (own.gain <= 0 || compareGains(own, best, 1 + SHARE) <= 0) continue;
      best = own;
      improved = true;
      break;
    }
  }
  return best;
}

/** The sign of one gain less `factor` times another. */
function compareGains(one: BestOnLine, other: BestOnLine, factor = 1): number {
  return compareWide(wideNumber(one.gain, one.reference), wideNumber(factor * other.gain, other.reference));
}
