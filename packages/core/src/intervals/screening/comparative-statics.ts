import { fail } from "../../numeric/candor-error.js";
import { nonnegativeOn, type Rectangle } from "./nonnegative.js";

export type { Rectangle } from "./nonnegative.js";

/** x′ < x″ and θ′ < θ″ with v(x″, ·) − v(x′, ·) at both types. */
export interface IntervalQuadruple {
  readonly lowQuantity: number;
  readonly highQuantity: number;
  readonly lowType: number;
  readonly highType: number;
  /** v(x″, θ′) − v(x′, θ′) and v(x″, θ″) − v(x′, θ″). */
  readonly differences: readonly [atLowType: number, atHighType: number];
}

/** `not-decided`: no violation among the samples, and no bounds that exclude one. */
export interface IntervalDecision {
  readonly status: "holds" | "violated" | "not-decided";
  /** Present when violated: the differences violate the definition by more than the rounding of v. */
  readonly witness?: IntervalQuadruple;
  /** Quadruples or boxes looked at. */
  readonly examined: number;
  /** How it was decided, as a sentence. */
  readonly method: string;
}

export interface DecisionOptions {
  /**
   * Encloses v_xθ on a rectangle: v_xθ ∈ [least, most] there. With it "holds" can be proved, to the extent that the enclosure is.
   */
  readonly crossBounds?: (box: Rectangle) => readonly [least: number, most: number];
  /** Rounding of v relative to its largest absolute value; default 2⁻⁵⁰. */
  readonly relativeError?: number;
  /** Samples along each axis; default 48. */
  readonly samples?: number;
  /** Boxes after which subdivision gives up; default 20,000. */
  readonly mostBoxes?: number;
}

type Value = (quantity: number, type: number) => number;

/**
 * Whether v has increasing differences on a rectangle: x″ > x′ and θ″ > θ′ imply v(x″, θ″) − v(x′, θ″) ≥ v(x″, θ′) − v(x′, θ′),
 * which v_xθ ≥ 0 everywhere is enough for. Violations are sought among the values on a grid; "holds" takes `crossBounds`, applied to
 * ever smaller boxes.
 * Errors: `bad-interval`, `not-finite`. Complexity: samples³, and `mostBoxes` boxes.
 * Source: Topkis (1978); Milgrom and Shannon (1994).
 */
export function increasingDifferencesOn(
  v: Value,
  box: Rectangle,
  options: DecisionOptions = {},
): IntervalDecision {
  return decideDifferences(v, box, options, false);
}

/** The same with > for ≥, which v_xθ > 0 everywhere is enough for; where v_xθ touches 0 the answer is `not-decided`. */
export function strictlyIncreasingDifferencesOn(
  v: Value,
  box: Rectangle,
  options: DecisionOptions = {},
): IntervalDecision {
  return decideDifferences(v, box, options, true);
}

/**
 * Whether v has the single crossing property on a rectangle: v(x″, ·) − v(x′, ·) never goes from ≥ 0 to < 0 nor from > 0 to ≤ 0 as the
 * type rises. Violated by signs that are certain on a grid; holds when differences increase; else not decided.
 * Errors and complexity as for {@link increasingDifferencesOn}.
 */
export function singleCrossingOn(v: Value, box: Rectangle, options: DecisionOptions = {}): IntervalDecision {
  const grid = sample(v, box, options);
  const witness = search(grid, (low, high) =>
    low > grid.rounding && high < -grid.rounding ? low - high : 0,
  );
  const examined = grid.examined;
  if (witness)
    return { status: "violated", witness, examined, method: "A difference falls from above 0 to below 0." };
  const differences = increasingDifferencesOn(v, box, options);
  if (differences.status === "holds")
    return { ...differences, method: "Increasing differences imply single crossing." };
  return {
    status: "not-decided",
    examined,
    method: "No sign of a difference falls on the grid; that proves nothing between.",
  };
}

function decideDifferences(
  v: Value,
  box: Rectangle,
  options: DecisionOptions,
  strict: boolean,
): IntervalDecision {
  const grid = sample(v, box, options);
  const witness = search(grid, (low, high) => low - high - 2 * grid.rounding);
  if (witness)
    return {
      status: "violated",
      witness,
      examined: grid.examined,
      method: "A difference falls on a grid of values.",
    };
  if (options.crossBounds === undefined)
    return {
      status: "not-decided",
      examined: grid.examined,
      method: "No difference falls on the grid; that proves nothing between.",
    };
  return subdivide(box, options.crossBounds, options.mostBoxes ?? 20_000, strict);
}

interface Grid {
  readonly quantities: readonly number[];
  readonly types: readonly number[];
  /** [type][quantity]. */
  readonly values: readonly (readonly number[])[];
  /** Bounds the error of a difference of two values. */
  readonly rounding: number;
  readonly examined: number;
}

function sample(v: Value, box: Rectangle, { samples = 48, relativeError = 2 ** -50 }: DecisionOptions): Grid {
  const [quantities, types] = [
    spread(box.quantities, samples, "quantities"),
    spread(box.types, samples, "types"),
  ];
  let largest = 0;
  const values = types.map((type) =>
    quantities.map((x) => {
      const value = v(x, type);
      if (!Number.isFinite(value))
        fail(
          "not-finite",
          "value",
          `The value is ${value} at the quantity ${x} and the type ${type}; restrict them.`,
        );
      largest = Math.max(largest, Math.abs(value));
      return value;
    }),
  );
  return {
    quantities,
    types,
    values,
    rounding: 2 * relativeError * largest,
    examined: (samples ** 2 * (samples - 1) ** 2) / 4,
  };
}

function spread([low, high]: readonly [number, number], samples: number, path: string): number[] {
  if (!(low < high && Number.isFinite(high - low)))
    fail("bad-interval", path, "A decision needs a finite interval, low below high.", {
      received: `[${low}, ${high}]`,
    });
  return Array.from({ length: samples }, (_, k) =>
    k === samples - 1 ? high : low + ((high - low) * k) / (samples - 1),
  );
}

/** The pair of differences, at a lower and a higher type, with the largest positive score. The score rises with the first of them. */
function search({ quantities, types, values }: Grid, score: (low: number, high: number) => number) {
  let [worst, witness]: [number, IntervalQuadruple | undefined] = [0, undefined];
  for (let a = 0; a < quantities.length; a++)
    for (let b = a + 1; b < quantities.length; b++) {
      let [peak, peakAt] = [values[0][b] - values[0][a], 0];
      for (let t = 1; t < types.length; t++) {
        const difference = values[t][b] - values[t][a];
        const found = score(peak, difference);
        if (found > worst) {
          worst = found;
          witness = {
            ...{
              lowQuantity: quantities[a],
              highQuantity: quantities[b],
              lowType: types[peakAt],
              highType: types[t],
            },
            differences: [peak, difference],
          };
        }
        if (difference > peak) [peak, peakAt] = [difference, t];
      }
    }
  return witness;
}

function subdivide(
  box: Rectangle,
  crossBounds: NonNullable<DecisionOptions["crossBounds"]>,
  mostBoxes: number,
  strict: boolean,
): IntervalDecision {
  const { status, boxes } = nonnegativeOn(crossBounds, [box], { mostBoxes, strict });
  return status === "proved"
    ? {
        status: "holds",
        examined: boxes,
        method: `v_xθ ${strict ? ">" : "≥"} 0 by its bounds on every box of a cover.`,
      }
    : {
        status: "not-decided",
        examined: boxes,
        method: "The bounds on v_xθ leave its sign open on some boxes.",
      };
}
