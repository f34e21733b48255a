import { fail } from "../numeric/candor-error.js";
import type { PreciseLogarithm } from "../numeric/precise-logarithm.js";
import { type CompositionLine, compositionAt } from "./composition-line.js";
import type { PopulationStudy } from "./incentives.js";
import { type LineChooser, lineChooser } from "./line-chooser.js";
import { pairSweeps, pairWeight, type ScaledSweep } from "./pair-sweeps.js";
import { signalPairs } from "./signal-pairs.js";
import { largestSize, type WindowedSum, widened } from "./widening.js";

/** The composition of a line at which a lie gains most. Gains and bounds are in units of e^reference. */
export interface BestOnLine extends WindowedSum {
  readonly composition: readonly number[];
  /** The largest gain; negative where every lie loses. */
  readonly gain: number;
  /** No gain at any composition of the line is larger: rounding and counts left out are added. */
  readonly most: number;
  readonly reference: PreciseLogarithm;
  readonly cells: number;
}

/** Sums kept at once, in doubles. */
const MOST_SUMS = 5e7;

/**
 * The largest gain from a lie over all compositions of a line, from one walk over the counts: at each vector of counts every alternative is
 * chosen on an interval of k, found by bisection, and its weight is added to the blocks of a binary tree that make up the interval. So the
 * sums at each k are sums of positive terms, as precise as for one composition; {@link BestOnLine.composition} is the first whose gain is
 * not told from the largest.
 *
 * Cost: cells × changes of the choice × log(length) choices + length × lies. Errors: `too-large` where the tree would not fit in memory.
 */
export function bestOnLine(study: PopulationStudy, players: number, line: CompositionLine): BestOnLine {
  const { signals, pairs, population } = study;
  const leaves = 2 ** Math.ceil(Math.log2(line.length + 1));
  if (2 * leaves * signals.signals * population.alternatives.length * pairs.length > MOST_SUMS)
    fail(
      "too-large",
      "n",
      `All compositions of ${players} players at once take too much memory; ask for fewer players.`,
    );
  return widened(signals, players, (depth) => {
    const { sweeps, reference } = pairSweeps(signals, pairs, players, depth);
    const trees = sweeps.map((each) => sumsByComposition(study, players, line, leaves, each));
    const cells = trees.reduce((total, each) => total + each.cells, 0);
    return { ...largestOfLine(study, line, trees), reference, cells };
  });
}

/** The sums of one pair at [(k · alternatives + a) · signals + t] in the common unit, the relative rounding error of each, and what is left out. */
interface LineSums {
  readonly sums: Float64Array;
  readonly roundingError: number;
  readonly omitted: number;
  readonly cells: number;
}

function sumsByComposition(
  study: PopulationStudy,
  players: number,
  line: CompositionLine,
  leaves: number,
  { pair, sweep, scale }: ScaledSweep,
): LineSums {
  const m = study.signals.signals;
  const stride = study.population.alternatives.length * m;
  const sums = new Float64Array(2 * leaves * stride);
  const chooser = lineChooser(study, line, sweep.roundingError);
  let cells = 0;
  sweep.run((cell) => {
    cells++;
    const { counts } = cell;
    const weight = (pairWeight(pair, cell) * scale) / players;
    chooser.look(cell);
    blocksByChoice(chooser, line.length, leaves, (node, chosen) => {
      const at = node * stride + chosen * m;
      for (let x = 0; x < m; x++) sums[at + x] += weight * counts[x];
    });
  });
  for (let at = 2 * stride; at < sums.length; at++) {
    const node = Math.floor(at / stride);
    sums[at] += sums[(node >> 1) * stride + (at - node * stride)];
  }
  const roundingError = 3 * sweep.roundingError + 2 ** -53 * (cells + 40);
  return { sums: sums.subarray(leaves * stride), roundingError, omitted: sweep.omitted * scale, cells };
}

/**
 * The intervals of k on which an alternative is chosen, as blocks of the binary tree whose node 1 has `leaves` leaves and whose node j has the
 * children 2j and 2j + 1. An alternative chosen at both ends of a block is chosen between, ties included: choices maximise lines in k.
 */
function blocksByChoice(
  { choose }: LineChooser,
  length: number,
  leaves: number,
  add: (node: number, chosen: number) => void,
): void {
  split(1, 0, leaves, choose(0), choose(length));

  function split(node: number, from: number, width: number, first: number, last: number): void {
    if (first === last) {
      add(node, first);
      return;
    }
    const half = width / 2;
    const middle = from + half;
    if (middle > length) split(2 * node, from, half, first, last);
    else {
      split(2 * node, from, half, first, choose(middle - 1));
      split(2 * node + 1, middle, half, choose(middle), last);
    }
  }
}

/** The largest gain over k, groups with a member and lies, and the first k whose gain is not told from it. */
function largestOfLine(study: PopulationStudy, line: CompositionLine, trees: readonly LineSums[]) {
  const best = { gain: Number.NEGATIVE_INFINITY, most: 0, size: 0, omitted: 0, rounding: 0 };
  let surely = Number.NEGATIVE_INFINITY;
  forEachGain(study, line, trees, (_, gain, rounding, omitted) => {
    best.gain = Math.max(best.gain, gain);
    best.most = Math.max(best.most, (gain + rounding + omitted) * (1 + 2 ** -48));
    best.size = Math.max(best.size, Math.abs(gain));
    best.omitted = Math.max(best.omitted, omitted);
    best.rounding = Math.max(best.rounding, rounding);
    surely = Math.max(surely, gain - rounding);
  });
  let first = line.length;
  forEachGain(study, line, trees, (k, gain, rounding) => {
    if (k < first && gain + rounding >= surely) first = k;
  });
  return { ...best, composition: compositionAt(line, first) };
}

function forEachGain(
  study: PopulationStudy,
  line: CompositionLine,
  trees: readonly LineSums[],
  visit: (k: number, gain: number, rounding: number, omitted: number) => void,
): void {
  const m = study.signals.signals;
  const alternatives = study.population.alternatives.length;
  for (let u = 0; u < line.base.length; u++)
    for (const [s, t] of signalPairs(m)) {
      const coefficients = trees.map((_, p) =>
        study.differences[p][u].map((each) => study.contrasts[p][s * m + t] * each),
      );
      const omitted = trees.reduce((sum, tree, p) => sum + largestSize(coefficients[p]) * tree.omitted, 0);
      const [from, to] = membersBetween(line, u);
      for (let k = from; k <= to; k++) {
        let gain = 0;
        let rounding = 0;
        for (let p = 0; p < trees.length; p++) {
          const { sums, roundingError } = trees[p];
          const own = coefficients[p];
          let size = 0;
          for (let a = 0; a < alternatives; a++) {
            const term = sums[(k * alternatives + a) * m + t] * own[a];
            gain += term;
            size += Math.abs(term);
          }
          rounding += size * (roundingError + 2 ** -48);
        }
        visit(k, gain, rounding, omitted);
      }
    }
}

/** The first and last k at which a group has a member. */
function membersBetween({ base, rising, falling, length }: CompositionLine, u: number): [number, number] {
  if (u === rising) return [1, length];
  if (u === falling) return [0, length - 1];
  return base[u] > 0 ? [0, length] : [1, 0];
}
