import { type Chart, zerosOf } from "./chart.js";
import { powerOfTen } from "./csv-of.js";

/** Listed one by one up to here. */
const LISTED = 8;

/** Title and a description in words, for those who do not see the plot. */
export function describeChart(chart: Chart): { readonly title: string; readonly description: string } {
  const { title, x, y, series, rules = [] } = chart;
  const value = (at: number) => (y.log10 ? powerOfTen(at) : String(at));
  const curves = series.map(({ name, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined) return `${name}: no points.`;
    return `${name}: from ${value(first[1])} at ${first[0]} to ${value(last[1])} at ${last[0]}.`;
  });
  const lines = rules.map(({ axis, at, label }) => `Line at ${axis === "x" ? at : value(at)}: ${label}.`);
  const axes = `${y.label}${y.log10 ? " (logarithmic)" : ""} against ${x.label}${x.log ? " (logarithmic)" : ""}.`;
  return { title, description: [axes, ...curves, ...lines].join(" ") };
}

/** For the caption: which values are exactly 0 and so have no place on a logarithmic axis; empty if there are none. */
export function noteOnZeros({ series, x }: Chart): string {
  return series
    .filter((each) => zerosOf(each).length > 0)
    .map((each) => {
      const zeros = zerosOf(each);
      const listed = zeros.slice(0, LISTED).join(", ");
      const more = zeros.length > LISTED ? `, … (${zeros.length} places)` : "";
      return `Exactly 0, which has no logarithm: ${each.name} at ${x.label} = ${listed}${more}.`;
    })
    .join(" ");
}
