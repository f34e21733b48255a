import {
  highestLogarithm,
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
  /** ln w_ω(c) − (c − c⁰)·ln θ relative to the larger of the two slab states at the center: M_n(c) w_ω(c) = e^reference · mass · e^truth[ω]. */
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
  const theta = Float64Array.from(center, (count) => Math.max(count, 0.5));
  const own = linearWeights(truth, center, theta, slab);
  const theirs = believed === truth ? own : linearWeights(believed, center, theta, slab);
  const reach = Math.max(...Array.from(center, (c, x) => Math.max(c - low[x], high[x] - c)));
  const steepest = Math.max(...own.slopes.map(Math.abs), ...theirs.slopes.map(Math.abs));
  const masses = Array.from(center, (_, x) => massTable(center[x], theta[x], low[x], high[x]));
  return {
    reference: own.top + multinomial(players, center),
    roundingError: 2 ** -53 * (m * (2 * reach + 3) + 4 * m * reach * steepest + 3 * truth.states + 16),
    run: (visit) => walk({ window, slab, masses, own, theirs }, visit),
  };
}

/** ln w_ω(c) − Σ_x (c_x − c⁰_x) ln θ_x as a linear function of c − c⁰. */
interface LinearWeights {
  /** At the center, relative to `top`. */
  readonly bases: Float64Array;
  /** At state · signals + signal. */
  readonly slopes: Float64Array;
  readonly top: PreciseLogarithm;
}

function linearWeights(
  signals: MeasuredSignals,
  center: Int32Array,
  theta: Float64Array,
  slab: readonly [number, number],
): LinearWeights {
  const m = center.length;
  const bases = signals.preciseLogPrior.map((prior, state) =>
    center.reduce(
      (sum, count, x) => sum + BigInt(count) * signals.preciseLogLikelihood[state * m + x],
      prior,
    ),
  );
  // Of the two states alone: a third one may be likelier there by any factor, and what is added up is small beside it.
  const top = highestLogarithm(slab.map((state) => bases[state]));
  return {
    bases: Float64Array.from(bases, (base) => logarithmToDouble(base - top)),
    slopes: signals.logLikelihood.map((value, at) => value - Math.log(theta[at % m])),
    top,
  };
}

/** Π_j θ/(c⁰ + j) from c⁰ to each count between `low` and `high`. */
function massTable(center: number, theta: number, low: number, high: number): Float64Array {
  const table = new Float64Array(high - low + 1);
  table[center - low] = 1;
  for (let c = center + 1; c <= high; c++) table[c - low] = (table[c - 1 - low] * theta) / c;
  for (let c = center - 1; c >= low; c--) table[c - low] = (table[c + 1 - low] * (c + 1)) / theta;
  return table;
}

/** ln M_n(c). */
function multinomial(players: number, counts: Int32Array): PreciseLogarithm {
  return counts.reduce((ln, count) => ln - preciseLogFactorial(count), preciseLogFactorial(players));
}

interface Terrain {
  readonly window: CountWindow;
  readonly slab: readonly [number, number];
  readonly masses: readonly Float64Array[];
  readonly own: LinearWeights;
  readonly theirs: LinearWeights;
}

function walk(terrain: Terrain, visit: (cell: CountCell) => void): void {
  const { window, masses, own, theirs } = terrain;
  const { center, low, high } = window;
  const m = center.length;
  const k = own.bases.length;
  const truth = new Float64Array(k);
  const cell: CountCell = {
    counts: new Int32Array(m),
    mass: 1,
    truth,
    believed: theirs === own ? truth : new Float64Array(k),
    peak: 0,
    weights: new Float64Array(k),
    total: 1,
  };
  // Weights after the first x coordinates are placed, at level x.
  const levels = Array.from({ length: m - 1 }, () => [new Float64Array(k), new Float64Array(k)] as const);
  levels[0][0].set(own.bases);
  levels[0][1].set(theirs.bases);
  const walkRow = rowWalker(terrain, cell, visit);

  const place = (x: number, rest: number, mass: number): void => {
    if (x === m - 2) {
      walkRow(rest, mass, levels[x]);
      return;
    }
    const from = Math.max(low[x], rest - sumFrom(high, x + 1));
    const to = Math.min(high[x], rest - sumFrom(low, x + 1));
    for (let c = from; c <= to; c++) {
      cell.counts[x] = c;
      for (let s = 0; s < k; s++) {
        levels[x + 1][0][s] = levels[x][0][s] + (c - center[x]) * own.slopes[s * m + x];
        levels[x + 1][1][s] = levels[x][1][s] + (c - center[x]) * theirs.slopes[s * m + x];
      }
      place(x + 1, rest - c, mass * masses[x][c - low[x]]);
    }
  };
  place(0, window.players, 1);
}

function sumFrom(values: Int32Array, first: number): number {
  let sum = 0;
  for (let x = first; x < values.length; x++) sum += values[x];
  return sum;
}

/** Visits the cells of a row: the last two coordinates x, y run against each other, the others stand. */
function rowWalker(
  { window, slab, masses, own, theirs }: Terrain,
  cell: CountCell,
  visit: (cell: CountCell) => void,
) {
  const { center, low, high, above, below } = window;
  const { counts, truth, believed, weights } = cell;
  const m = center.length;
  const k = truth.length;
  const [x, y] = [m - 2, m - 1];
  const alike = own === theirs;
  const [i, j] = slab;
  const step = (slopes: Float64Array) =>
    Float64Array.from({ length: k }, (_, s) => slopes[s * m + x] - slopes[s * m + y]);
  const ownStep = step(own.slopes);
  const theirStep = step(theirs.slopes);
  const ownStart = new Float64Array(k);
  const theirStart = new Float64Array(k);

  return (rest: number, mass: number, [ownLevel, theirLevel]: readonly [Float64Array, Float64Array]) => {
    const shift = rest - center[x] - center[y];
    for (let s = 0; s < k; s++) {
      ownStart[s] = ownLevel[s] + shift * own.slopes[s * m + y];
      theirStart[s] = theirLevel[s] + shift * theirs.slopes[s * m + y];
    }
    const [first, last] = slabRange(
      theirStart[i] - theirStart[j],
      theirStep[i] - theirStep[j],
      -below,
      above,
    );
    const from = Math.max(low[x], rest - high[y], center[x] + first);
    const to = Math.min(high[x], rest - low[y], center[x] + last);
    for (let c = from; c <= to; c++) {
      const d = c - center[x];
      counts[x] = c;
      counts[y] = rest - c;
      cell.mass = mass * masses[x][c - low[x]] * masses[y][rest - c - low[y]];
      let peak = Number.NEGATIVE_INFINITY;
      for (let s = 0; s < k; s++) {
        if (!alike) truth[s] = ownStart[s] + d * ownStep[s];
        const log = theirStart[s] + d * theirStep[s];
        believed[s] = log;
        if (log > peak) peak = log;
      }
      let total = 0;
      for (let s = 0; s < k; s++) {
        const weight = believed[s] === peak ? 1 : Math.exp(believed[s] - peak);
        weights[s] = weight;
        total += weight;
      }
      cell.peak = peak;
      cell.total = total;
      visit(cell);
    }
  };
}

/** Offsets d for which lowest ≤ offset + d·slope ≤ highest, rounded outward; an empty range where there are none. */
function slabRange(offset: number, slope: number, lowest: number, highest: number): [number, number] {
  const everything = Number.POSITIVE_INFINITY;
  if (Math.abs(slope) < 1e-12)
    return offset >= lowest && offset <= highest ? [-everything, everything] : [everything, -everything];
  const ends = [(lowest - offset) / slope, (highest - offset) / slope];
  return [Math.floor(Math.min(...ends)), Math.ceil(Math.max(...ends))];
}
