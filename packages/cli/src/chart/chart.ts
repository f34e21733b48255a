/**
 * A curve or a set of points: [x, y] in data order. On a logarithmic y axis y is the decimal logarithm of the value, and −Infinity
 * stands for the value 0. With `step` a value holds until the next x.
 */
export interface Curve {
  readonly name: string;
  readonly style: "solid" | "dashed" | "dotted" | "points";
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly step?: boolean;
}

/** A shaded region between two curves: [x, lower, upper]; both as y of a {@link Curve}, neither may be the value 0. */
export interface Band {
  readonly name: string;
  readonly style: "band";
  readonly points: readonly (readonly [x: number, lower: number, upper: number])[];
  readonly step?: boolean;
}

export type Series = Curve | Band;

/** A thin line across the plot: vertical at an x, horizontal at a y (a decimal logarithm where y is one). */
export interface ReferenceLine {
  readonly axis: "x" | "y";
  readonly at: number;
  readonly label: string;
}

/** What a plot shows; texts are plain Unicode. */
export interface Chart {
  readonly title: string;
  /** `log`: x > 0 on a logarithmic axis; x itself is given, not its logarithm. */
  readonly x: { readonly label: string; readonly log?: boolean };
  /** `log10`: every y is the decimal logarithm of the value shown, so that 10^−5000 can be. */
  readonly y: { readonly label: string; readonly log10?: boolean };
  readonly series: readonly Series[];
  readonly rules?: readonly ReferenceLine[];
}

/** The x at which a series is exactly 0, which has no place on a logarithmic axis. */
export function zerosOf(series: Series): number[] {
  return series.style === "band"
    ? []
    : series.points.filter(([, y]) => y === Number.NEGATIVE_INFINITY).map(([x]) => x);
}
