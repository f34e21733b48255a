import {
  logarithmToDouble,
  type PreciseLogarithm,
  preciseLogFactorial,
} from "../numeric/precise-logarithm.js";
import type { MeasuredSignals } from "./signal-model.js";
import type { CountWindow } from "./window.js";

/** One vector of counts. The fields are overwritten from cell to cell. */
export interface CountCell {
  readonly counts: Int32Array;
  /** M_n(c) Π_x θ_x^(c_x − c⁰_x) relative to its value at the center c⁰, θ = max(c⁰, ½). */
  mass: number;
  /** ln w_ω(c) − (c − c⁰)·ln θ relative to the largest at the center: M_n(c) w_ω(c) = e^reference · mass · e^truth[ω]. */
  readonly truth: Float64Array;
  /** The same of the designer's weights ŵ_ω; the same array where designer and agents agree. */
  readonly believed: Float64Array;
  /** max_ω believed[ω]. */
  peak: number;
  /** e^(believed[ω] − peak). */
  readonly weights: Float64Array;
  /** Σ_ω weights[ω]: weights/total is the designer's posterior. */
  total: number;
}

export interface Sweep {
  /** ln of the unit that masses and truth are relative to. */
  readonly reference: PreciseLogarithm;
  /** Bounds the relative rounding error of e^truth, e^believed and mass at any cell. */
  readonly roundingError: number;
  /** Visits every cell of the window once. */
  run(visit: (cell: CountCell) => void): void;
}

/**
 * Walks over the counts of a window with their weights, in doubles relative to the center: only the center needs logarithms of many
 * digits. `slab` names the pair of states (ω, ω′) whose log ratio the window limits. Cost: cells × states exponentials.
 */
export function sweepWindow(
  truth: MeasuredSignals,
  believed: MeasuredSignals,
  window: CountWindow,
  slab: readonly [number, number],
): Sweep {
  const { center, low, high, players } = window;
  const m = center.length;
  const k = truth.states;
  const theta = Float64Array.from(center, (count) => Math.max(count, 0.5));
  const masses = Array.from(center, (_, x) => massTable(center[x], theta[x], low[x], high[x]));
  const own = linearWeights(truth, center, theta);
  const theirs = believed === truth ? own : linearWeights(believed, center, theta);
  const top = own.bases.reduce((best, each) => (each > best ? each : best));
  const reach = Math.max(...Array.from(center, (c, x) => Math.max(c - low[x], high[x] - c)));
  const steepest = Math.max(...own.slopes.map(Math.abs), ...theirs.slopes.map(Math.abs));
  const cell: CountCell = {
    counts: new Int32Array(m),
    mass: 1,
    truth: new Float64Array(k),
    believed: believed === truth ? new Float64Array(0) : new Float64Array(k),
    peak: 0,
    weights: new Float64Array(k),
    total: 1,
  };
  if (believed === truth) Object.assign(cell, { believed: cell.truth });
  return {
    reference: top + multinomial(players, center),
    roundingError: 2 ** -53 * (m * (2 * reach + 3) + 4 * m * reach * steepest + 3 * k + 16),
    run: (visit) => {
      const ownBase = relativeBases(own.bases, top);
      const theirBase =
        theirs === own ? ownBase : relativeBases(theirs.bases, theirs.bases.reduce((a, b) => (b > a ? b : a)));
      const levels = Array.from({ length: m }, () => ({
        truth: new Float64Array(k),
        believed: new Float64Array(k),
      }));
      levels[0].truth.set(ownBase);
      levels[0].believed.set(theirBase);
      outer(0, players, 1);

      function outer(x: number, rest: number, mass: number): void {
        if (x === m - 2) {
          row(rest, mass);
          return;
        }
        let others = 0;
        let fewest = 0;
        for (let y = x + 1; y < m; y++) {
          others += high[y];
          fewest += low[y];
        }
        const from = Math.max(low[x], rest - others);
        const to = Math.min(high[x], rest - fewest);
        for (let c = from; c <= to; c++) {
          const d = c - center[x];
          cell.counts[x] = c;
          for (let s = 0; s < k; s++) {
            levels[x + 1].truth[s] = levels[x].truth[s] + d * own.slopes[s * m + x];
            levels[x + 1].believed[s] = levels[x].believed[s] + d * theirs.slopes[s * m + x];
          }
          outer(x + 1, rest - c, mass * masses[x][c - low[x]]);
        }
      }

      /** The last two coordinates run against each other. */
      function row(rest: number, mass: number): void {
        const x = m - 2;
        const y = m - 1;
        const start = levels[x];
        const shift = rest - center[x] - center[y];
        const same = theirs === own;
        const slopeOf = (slopes: Float64Array, s: number) => slopes[s * m + x] - slopes[s * m + y];
        for (let s = 0; s < k; s++) {
          cell.truth[s] = start.truth[s] + shift * own.slopes[s * m + y];
          if (!same) cell.believed[s] = start.believed[s] + shift * theirs.slopes[s * m + y];
        }
        const [i, j] = slab;
        const offset = cell.believed[i] - cell.believed[j];
        const tiltOf = slopeOf(theirs.slopes, i) - slopeOf(theirs.slopes, j);
        const [slabFrom, slabTo] = slabRange(offset, tiltOf, -window.below, window.above);
        const from = Math.max(low[x], rest - high[y], center[x] + slabFrom);
        const to = Math.min(high[x], rest - low[y], center[x] + slabTo);
        if (!(from <= to)) return;
        const first = new Float64Array(cell.truth);
        const firstBelieved = same ? first : new Float64Array(cell.believed);
        const stepTruth = Float64Array.from({ length: k }, (_, s) => slopeOf(own.slopes, s));
        const stepBelieved = same ? stepTruth : Float64Array.from({ length: k }, (_, s) => slopeOf(theirs.slopes, s));
        const massX = masses[x];
        const massY = masses[y];
        const { truth: l, believed: b, weights, counts } = cell;
        for (let c = from; c <= to; c++) {
          const d = c - center[x];
          counts[x] = c;
          counts[y] = rest - c;
          cell.mass = mass * massX[c - low[x]] * massY[rest - c - low[y]];
          let peak = Number.NEGATIVE_INFINITY;
          for (let s = 0; s < k; s++) {
            l[s] = first[s] + d * stepTruth[s];
            if (!same) b[s] = firstBelieved[s] + d * stepBelieved[s];
            if (b[s] > peak) peak = b[s];
          }
          let total = 0;
          for (let s = 0; s < k; s++) {
            const weight = b[s] === peak ? 1 : Math.exp(b[s] - peak);
            weights[s] = weight;
            total += weight;
          }
          cell.peak = peak;
          cell.total = total;
          visit(cell);
        }
      }
    },
  };
}

/** Offsets d of the first of two counts for which lowest ≤ offset + d·slope ≤ highest. */
function slabRange(offset: number, slope: number, lowest: number, highest: number): [number, number] {
  if (Math.abs(slope) < 1e-12)
    return offset >= lowest && offset <= highest
      ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
      : [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const ends = [(lowest - offset) / slope, (highest - offset) / slope];
  return [Math.floor(Math.min(...ends)), Math.ceil(Math.max(...ends))];
}

/** Π_j θ/(c⁰ + j) from c⁰ to each count between `low` and `high`. */
function massTable(center: number, theta: number, low: number, high: number): Float64Array {
  const table = new Float64Array(high - low + 1);
  table[center - low] = 1;
  for (let c = center + 1; c <= high; c++) table[c - low] = (table[c - 1 - low] * theta) / c;
  for (let c = center - 1; c >= low; c--) table[c - low] = (table[c + 1 - low] * (c + 1)) / theta;
  return table;
}

/** ln w_ω(c) − Σ_x (c_x − c⁰_x) ln θ_x as a linear function of c: its value at the center and its slopes. */
function linearWeights(signals: MeasuredSignals, center: Int32Array, theta: Float64Array) {
  const m = center.length;
  const slopes = signals.logLikelihood.map((value, at) => value - Math.log(theta[at % m]));
  const bases = signals.preciseLogPrior.map((prior, state) =>
    center.reduce(
      (sum, count, x) => sum + BigInt(count) * signals.preciseLogLikelihood[state * m + x],
      prior,
    ),
  );
  return { slopes, bases };
}

function relativeBases(bases: readonly PreciseLogarithm[], top: PreciseLogarithm): Float64Array {
  return Float64Array.from(bases, (base) => logarithmToDouble(base - top));
}

/** ln M_n(c). */
function multinomial(players: number, counts: Int32Array): PreciseLogarithm {
  return counts.reduce((ln, count) => ln - preciseLogFactorial(count), preciseLogFactorial(players));
}
