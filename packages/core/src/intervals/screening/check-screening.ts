import type { Distribution } from "../distribution.js";
import type { SmoothValue } from "./smooth-value.js";

/** What every reported type gets and pays. */
export interface DirectMenu {
  /** x(θ). */
  quantity(type: number): number;
  /** t(θ), positive when the agent pays. */
  payment(type: number): number;
  /** Types at which quantity or payment jumps or has a kink: both sides are tried. */
  readonly breakpoints?: readonly number[];
}

export interface ScreeningCheck {
  /** max over θ, θ̂ of [v(x(θ̂), θ) − t(θ̂)] − [v(x(θ), θ) − t(θ)]; at least 0, which telling the truth attains. */
  readonly largestGain: number;
  /** The lie; absent when no gain is larger than rounding. */
  readonly lie?: { readonly type: number; readonly report: number };
  /** min over θ of v(x(θ), θ) − t(θ) − IR(θ), and where. */
  readonly participation: { readonly slack: number; readonly type: number };
  /** Bounds rounding and what refining moved the maximum by at the end. */
  readonly error: number;
  readonly evaluated: number;
  readonly method: "numerical maximum, not a proof";
}

export interface ScreeningCheckOptions {
  readonly outside?: number | ((type: number) => number);
  /** Types tried as truth and as report before refining; default 160. */
  readonly samples?: number;
}

/**
 * The largest gain from misreporting and the smallest gain from taking part, by a search over pairs of types: a grid of equal
 * probability with both sides of every breakpoint, then the best pairs refined by ever smaller steps. A numerical maximum: a lie that pays
 * on a set of types much narrower than the grid can escape it.
 * Complexity: samples² values.
 */
export function checkScreening(
  menu: DirectMenu,
  value: SmoothValue,
  distribution: Distribution,
  { outside = 0, samples = 160 }: ScreeningCheckOptions = {},
): ScreeningCheck {
  const types = typesToTry(distribution, menu.breakpoints ?? [], samples);
  const offers = types.map((type) => offerAt(menu, type));
  const own = types.map((type, k) => value.value(offers[k].quantity, type) - offers[k].payment);
  const pairs: Pair[] = [];
  let largest = 1;
  types.forEach((type, k) => {
    let best: Pair = { type, report: type, gain: 0 };
    offers.forEach(({ quantity, payment }, r) => {
      const gain = value.value(quantity, type) - payment - own[k];
      largest = Math.max(largest, Math.abs(payment));
      if (gain > best.gain) best = { type, report: types[r], gain };
    });
    pairs.push(best);
  });
  pairs.sort((a, b) => b.gain - a.gain);
  const width = 1 / samples;
  const refined = pairs.slice(0, 3).map((pair) => refine(menu, value, distribution, pair, width));
  const worst = refined.reduce((best, next) => (next.gain > best.gain ? next : best));
  const error = 2 ** -48 * largest;
  const reservation = (type: number) => (typeof outside === "number" ? outside : outside(type));
  const slacks = types.map((type, k) => ({ type, slack: own[k] - reservation(type) }));
  return {
    largestGain: worst.gain,
    ...(worst.gain > error && { lie: { type: worst.type, report: worst.report } }),
    participation: slacks.reduce((least, next) => (next.slack < least.slack ? next : least)),
    error,
    evaluated: types.length ** 2,
    method: "numerical maximum, not a proof",
  };
}

/** Of refining one pair. */
const MOST_MOVES = 80;

interface Pair {
  readonly type: number;
  readonly report: number;
  readonly gain: number;
}

function offerAt(menu: DirectMenu, type: number) {
  return { quantity: menu.quantity(type), payment: menu.payment(type) };
}

function typesToTry(distribution: Distribution, own: readonly number[], samples: number): number[] {
  const { support, breakpoints, atoms, pieces } = distribution;
  const types = new Set(
    Array.from({ length: samples }, (_, k) => distribution.quantile((k + 0.5) / samples)),
  );
  for (const at of [...own, ...breakpoints, ...support]) {
    if (!Number.isFinite(at)) continue;
    const step = 1e-7 * Math.max(1e-3, Math.abs(at));
    for (const type of [at - step, at, at + step]) types.add(type);
  }
  const exists = (type: number) =>
    pieces.some(([from, to]) => type >= from && type <= to) || atoms.some(({ at }) => at === type);
  return [...types].filter(exists).sort((a, b) => a - b);
}

/** Moves type and report by ever smaller steps, measured in the spread of the distribution, while that helps. */
function refine(
  menu: DirectMenu,
  value: SmoothValue,
  distribution: Distribution,
  start: Pair,
  width: number,
): Pair {
  if (distribution.pieces.length === 0) return start;
  const spread = distribution.quantile(0.95) - distribution.quantile(0.05);
  const inside = (type: number) => distribution.pieces.some(([from, to]) => type >= from && type <= to);
  let best = start;
  for (let step = width * spread, moves = 0; step > 1e-9 * spread && moves < MOST_MOVES; moves++) {
    const around = [1, -1].flatMap((sign) => [
      { type: best.type + sign * step, report: best.report },
      { type: best.type, report: best.report + sign * step },
    ]);
    const tried = around
      .filter(({ type, report }) => inside(type) && inside(report))
      .map((pair) => gainOf(menu, value, pair));
    const next = tried.reduce((most, pair) => (pair.gain > most.gain ? pair : most), best);
    if (next === best) step /= 2;
    best = next;
  }
  return best;
}

function gainOf(
  menu: DirectMenu,
  value: SmoothValue,
  { type, report }: { type: number; report: number },
): Pair {
  const [truth, lie] = [offerAt(menu, type), offerAt(menu, report)];
  const gain =
    value.value(lie.quantity, type) - lie.payment - (value.value(truth.quantity, type) - truth.payment);
  return { type, report, gain };
}
