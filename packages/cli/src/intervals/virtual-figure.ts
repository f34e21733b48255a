import type { VirtualValues } from "@candor/core/intervals";
import type { Band, Chart, Curve, ReferenceLine, Series } from "../chart/chart.js";
import type { DrawnGroup } from "./drawn-group.js";
import { curvesOf, drawnRange, valuesBetween } from "./drawn-values.js";
import type { IntervalAuctionFindings } from "./examine-interval-auction.js";
import { printNumber } from "./print-estimate.js";

/** Levels this many lengths of the range of values below it are left out, */
const DEPTH = 2;
/** and those below all but this part of the ironed ones by more than half of how far these reach. */
const LOWEST = 0.05;

/** Values where curves bend or jump. */
export function marksOf({ distribution, kinks, ironedIntervals }: VirtualValues): number[] {
  return [...distribution.breakpoints, ...kinks.values, ...ironedIntervals.flatMap((i) => [i.from, i.to])];
}

/** Endings of names: none for one kind of bidders, its name for several, and shorter where it was named before; colours. */
export function namesOf({ name, named, hue }: DrawnGroup) {
  const [of, short] = named ? [`, ${name}`, `, ${hue + 1}`] : ["", ""];
  return { of, short, hue, rawHue: named ? hue : 1 };
}

/** ψ and ψ̄ of each kind of bidders with what is ironed shaded, and the seller's value. */
export function virtualFigure(
  { comparisons }: IntervalAuctionFindings,
  drawn: readonly DrawnGroup[],
): { chart: Chart; caption: string } {
  const { sellerValue, bidders } = comparisons.optimal;
  const rules = drawn.flatMap(({ group, named }): ReferenceLine[] => {
    const { reserve } = bidders[group.members[0]];
    const [low, high] = drawnRange(group.values.distribution);
    return !named && reserve >= low && reserve <= high
      ? [{ axis: "x", at: reserve, label: `reserve ${printNumber(reserve)}` }]
      : [];
  });
  const shaded = drawn.some(({ group }) => group.values.ironedIntervals.length > 0);
  return {
    caption: `${drawn.every(({ group }) => group.values.distribution.pieces.length === 0) ? "ψ̄ is the slope of the hull of the revenue curve. " : "ψ(v) = v − (1 − F(v))/f(v), at an atom the value itself, in a gap that of the next lower possible value. "}${shaded ? "Where ψ falls it is ironed (shaded): values there are treated alike, by the level ψ̄, which decides who wins. " : "Who has the highest wins, if it is at least the seller's value. "}Far negative levels are left out.`,
    chart: {
      title: "Virtual values",
      x: { label: "value v" },
      y: { label: "virtual value" },
      series: drawn.flatMap(virtualSeries),
      rules: [
        ...rules,
        {
          axis: "y",
          at: sellerValue,
          label: sellerValue === 0 ? "0" : `seller's ${printNumber(sellerValue)}`,
        },
      ],
    },
  };
}

/** The lowest level that is drawn: virtual values may fall to −∞. */
function leastDrawn({ ironed }: VirtualValues, [low, high]: readonly [number, number]): number {
  const levels = valuesBetween([low, high])
    .map(ironed)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  if (levels.length === 0) return low;
  const [usual, top] = [levels[Math.floor(LOWEST * levels.length)], levels[levels.length - 1]];
  return Math.max(low - DEPTH * (high - low), usual - (top - usual) / 2);
}

function virtualSeries(drawn: DrawnGroup): Series[] {
  const { values } = drawn.group;
  const { distribution, ironedIntervals } = values;
  const [low, high] = drawnRange(distribution);
  const least = leastDrawn(values, [low, high]);
  const { of, short, hue, rawHue } = namesOf(drawn);
  const curves = (name: string, colour: number, style: Curve["style"], level: (v: number) => number) => {
    const shown = (v: number) => (level(v) >= least ? level(v) : Number.NaN);
    return curvesOf({ name, hue: colour, style }, distribution, shown, marksOf(values));
  };
  if (distribution.pieces.length === 0) return curves(`ironed ψ̄${of}`, hue, "points", values.ironed);
  if (ironedIntervals.length === 0 && distribution.atoms.length === 0)
    return curves(`ψ${of}`, hue, "solid", values.virtualValue);
  const bands = ironedIntervals
    .map(({ from, to, level }): Band => {
      const inside = valuesBetween([Math.max(from, low), Math.min(to, high)], distribution.breakpoints);
      const points = inside
        .map((v) => [v, Math.max(values.virtualValue(v), least)] as const)
        .filter(([, own]) => Number.isFinite(own))
        .map(([v, own]) => [v, Math.min(own, level), Math.max(own, level)] as const);
      return { name: `ironed part${short}`, hue, style: "band", points };
    })
    .filter(({ points }) => points.length > 1 && points[0][0] < points.at(-1)![0]);
  // The ironed one last: it covers the other where both are the same.
  return [
    ...bands,
    ...curves(`ψ${short}`, rawHue, "dashed", values.virtualValue),
    ...curves(`ironed ψ̄${of}`, hue, "solid", values.ironed),
  ];
}
