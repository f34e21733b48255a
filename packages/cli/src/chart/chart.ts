interface Named {
  /** Series of one name share an entry of the legend. */
  readonly name: string;
  /** Place in the palette of what has one colour in all figures; by default that of the series. */
  readonly hue?: number;
}

/**
 * A curve or a set of points: [x, y] in data order. On a logarithmic y axis y is the decimal logarithm of the value, and −Infinity
 * stands for the value 0. With `step` a value holds until the next x. `stems` are points on strokes from 0.
 */
export interface Curve extends Named {
  readonly style: "solid" | "dashed" | "dotted" | "points" | "stems";
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly step?: boolean;
}

/** A shaded region between two curves: [x, lower, upper]; both as y of a {@link Curve}, neither may be the value 0. */
export interface Band extends Named {
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
  readonly y: {
    readonly label: string;
    readonly log10?: boolean;
    /** What the axis must reach, such as 0 and 1 for probabilities. */
    readonly reach?: readonly number[];
  };
  readonly series: readonly Series[];
  readonly rules?: readonly ReferenceLine[];
}

/** The series that the legend names, by index: the first of each name. */
export function namedSeries({ series }: Pick<Chart, "series">): number[] {
  return series.flatMap(({ name }, k) => (series.findIndex((other) => other.name === name) === k ? [k] : []));
}

/** The x at which a series is exactly 0, which has no place on a logarithmic axis. */
export function zerosOf(series: Series): number[] {
  return series.style === "band"
    ? []
    : series.points.filter(([, y]) => y === Number.NEGATIVE_INFINITY).map(([x]) => x);
}
