import { fail } from "../../numeric/candor-error.js";
import { KRONROD_NODES, KRONROD_WEIGHTS } from "../../numeric/quadrature/kronrod.js";
import type { Stretch, VirtualScale } from "./virtual-scale.js";

/** The law of a sum of independent virtual values, each counted only inside its window. */
export interface SumSurvival {
  /** Pr(Σ_i φ̄_i ≥ z and every φ̄_i in its window). */
  atLeast(z: number): number;
  /** Estimated bound on the error of a value: what the series leaves out, and quadrature. */
  readonly error: number;
  /** Harmonics taken. */
  readonly harmonics: number;
}

export interface Windowed {
  readonly scale: VirtualScale;
  readonly window: readonly [low: number, high: number];
}

/** Harmonics tried at most. */
const MOST = 2 ** 13;

const MIDDLE = KRONROD_NODES.length - 1;

/** Phase, in radians, that one panel of 21 points resolves to rounding. */
const PHASE = 9;

/**
 * Pr(Y ≥ z) = ½ Pr + (2/π) Σ_{m odd} Im[ψ(τ_m) e^{−iτ_m z}]/m with τ_m = πm/R, R the length of the range of the sum Y and ψ = Π E[e^{iτφ̄}]
 * its characteristic function: the Fourier series of a square wave that is right wherever Y can be. For k densities with jumps the
 * terms fall like m^{−k−1}; the rest after the last is estimated from the last two octaves.
 * @throws CandorError `slow-convergence` when the error stays above 1e-7: atoms, ironed intervals, poles of a density, wide tails.
 * Source: Bohmann (1961) and Davies (1973) for the inversion; the panels and the error are ours.
 */
export function sumSurvival(summands: readonly Windowed[]): SumSurvival {
  const radius = summands.reduce((sum, { window }) => sum + window[1] - window[0], 0);
  const kinds = distinct(summands);
  const mass = kinds.reduce((product, { summand, count }) => product * windowMass(summand) ** count, 1);
  const [re, im]: [number[], number[]] = [[], []];
  let [previous, defect, tail] = [Infinity, 0, Infinity];
  let [done, octave] = [0, 32];
  while (done < MOST / 2 && tail > 1e-13) {
    const block = kinds.map(({ summand, count }) => {
      const nodes = spread(summand, (Math.PI * 2 * octave) / radius);
      const total = nodes.weights.reduce((sum, w) => sum + w, 0);
      defect = Math.max(defect, count * Math.abs(total - windowMass(summand)));
      return { values: characteristic(nodes, Math.PI / radius, done, octave), count };
    });
    let size = 0;
    for (let j = 0; j < octave - done; j++) {
      let [x, y] = [1, 0];
      for (const { values, count } of block)
        for (let c = 0; c < count; c++)
          [x, y] = [x * values.re[j] - y * values.im[j], x * values.im[j] + y * values.re[j]];
      re.push(x);
      im.push(y);
      size += (2 / Math.PI) * (Math.hypot(x, y) / (2 * (done + j) + 1));
    }
    const ratio = size / previous;
    const slow = Math.max(ratio, 1 / 4);
    tail = previous < Infinity && slow < 0.7 ? (size * slow) / (1 - slow) : Infinity;
    previous = size;
    [done, octave] = [octave, 2 * octave];
  }
  const error = tail + defect + 4 * 2 ** -52 * summands.length;
  if (!(error <= 1e-7)) refuse(error);
  return { atLeast: (z) => squareWave(re, im, mass, radius, z, summands), error, harmonics: done };
}

function refuse(error: number): never {
  fail(
    "slow-convergence",
    "distributions",
    "The distribution of the sum is not smooth enough (atoms, ironed intervals, poles or wide tails): truncate the distributions or take fewer agents.",
    { expected: "an error below 1e-7", received: String(error) },
  );
}

function distinct(summands: readonly Windowed[]): { summand: Windowed; count: number }[] {
  const kinds: { summand: Windowed; count: number }[] = [];
  for (const summand of summands) {
    const known = kinds.find(
      ({ summand: { scale, window } }) => scale === summand.scale && window[0] === summand.window[0],
    );
    if (known === undefined) kinds.push({ summand, count: 1 });
    else known.count++;
  }
  return kinds;
}

/** Pr(low ≤ φ̄ ≤ high). */
export function windowMass({ scale, window }: Windowed): number {
  return scale.atLeast(window[0]) - scale.moreThan(window[1]);
}

interface Nodes {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/** Virtual values and probabilities that integrate e^{iτφ̄} inside the window up to the largest τ. */
function spread({ scale, window }: Windowed, largest: number): Nodes {
  const [values, weights]: [number[], number[]] = [[], []];
  for (const stretch of scale.stretches) {
    const { level, mass } = stretch;
    if (level === undefined) spreadStretch(scale, stretch, window, largest, values, weights);
    else if (level >= window[0] && level <= window[1]) {
      values.push(level);
      weights.push(mass);
    }
  }
  return { values: Float64Array.from(values), weights: Float64Array.from(weights) };
}

function spreadStretch(
  scale: VirtualScale,
  { from, to, range }: Stretch,
  [low, high]: readonly [number, number],
  largest: number,
  values: number[],
  weights: number[],
): void {
  if (range[1] <= low || range[0] >= high) return;
  const start = range[0] < low ? scale.threshold(low) : from;
  const end = range[1] > high ? scale.threshold(high) : to;
  const panel = (a: number, b: number, depth: number): void => {
    const rise = scale.virtual(b - 1e-12 * (b - a)) - scale.virtual(a + 1e-12 * (b - a));
    if (depth < 3 || (depth < 30 && rise * largest > PHASE)) {
      const middle = (a + b) / 2;
      panel(a, middle, depth + 1);
      panel(middle, b, depth + 1);
      return;
    }
    const half = (b - a) / 2;
    for (let k = 0; k <= 2 * MIDDLE; k++) {
      const index = Math.min(k, 2 * MIDDLE - k);
      const x = a + half + (k <= MIDDLE ? -half : half) * KRONROD_NODES[index];
      values.push(scale.virtual(x));
      weights.push(half * KRONROD_WEIGHTS[index] * scale.distribution.density(x));
    }
  };
  panel(start, end, 0);
}

/** E[e^{iτφ̄}; window] at the odd harmonics number `done` to `end` − 1, τ = (2j + 1)·base, by turning each node from one to the next. */
function characteristic(
  { values, weights }: Nodes,
  base: number,
  done: number,
  end: number,
): { re: Float64Array; im: Float64Array } {
  const [re, im] = [new Float64Array(end - done), new Float64Array(end - done)];
  for (let k = 0; k < values.length; k++) {
    const turn = 2 * base * values[k];
    const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
    const angle = (2 * done + 1) * base * values[k];
    let x = weights[k] * Math.cos(angle);
    let y = weights[k] * Math.sin(angle);
    for (let j = 0; j < re.length; j++) {
      re[j] += x;
      im[j] += y;
      const turned = x * cosine - y * sine;
      y = x * sine + y * cosine;
      x = turned;
    }
  }
  return { re, im };
}

function squareWave(
  re: readonly number[],
  im: readonly number[],
  mass: number,
  radius: number,
  z: number,
  summands: readonly Windowed[],
): number {
  const low = summands.reduce((sum, { window }) => sum + window[0], 0);
  if (z <= low) return mass;
  if (z >= low + radius) return 0;
  const turn = (-Math.PI * z) / radius;
  const [cosine, sine] = [Math.cos(2 * turn), Math.sin(2 * turn)];
  let [x, y] = [Math.cos(turn), Math.sin(turn)];
  let sum = 0;
  for (let j = 0; j < re.length; j++) {
    sum += (im[j] * x + re[j] * y) / (2 * j + 1);
    const turned = x * cosine - y * sine;
    y = x * sine + y * cosine;
    x = turned;
  }
  return Math.min(mass, Math.max(0, mass / 2 + (2 / Math.PI) * sum));
}
