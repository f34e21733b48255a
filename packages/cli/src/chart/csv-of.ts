import type { Chart } from "./chart.js";

/**
 * The points of a chart as CSV text (RFC 4180, header line, lines end in \n): series, x, y. On a logarithmic y axis y is written
 * out, 1.234e-5000 if need be, and its decimal logarithm follows in a column of its own for programs that read doubles; a value 0
 * has the logarithm -Infinity. Bands take two lines an x, named "… (lower)" and "… (upper)".
 */
export function csvOf({ x, y, series }: Pick<Chart, "x" | "y" | "series">): string {
  const head = ["series", x.label, y.label, ...(y.log10 ? [`log10 ${y.label}`] : [])];
  const line = (name: string, at: number, value: number) => [
    name,
    String(at),
    ...(y.log10 ? [powerOfTen(value), String(value)] : [String(value)]),
  ];
  const rows = series.flatMap((each) =>
    each.style === "band"
      ? each.points.flatMap(([at, lower, upper]) => [
          line(`${each.name} (lower)`, at, lower),
          line(`${each.name} (upper)`, at, upper),
        ])
      : each.points.map(([at, value]) => line(each.name, at, value)),
  );
  return [head, ...rows].map(csvLine).join("");
}

/** 10^logarithm as text, with the digits that the logarithm determines, at most 12. */
export function powerOfTen(logarithm: number): string {
  if (logarithm === Number.NEGATIVE_INFINITY) return "0";
  const digits = Math.max(1, 14 - Math.ceil(Math.log10(Math.abs(logarithm) + 1)));
  const whole = Math.floor(logarithm);
  const mantissa = Number((10 ** (logarithm - whole)).toPrecision(Math.min(12, digits)));
  // Rounding may have reached the next power of ten.
  const [m, e] = mantissa === 10 ? [1, whole + 1] : [mantissa, whole];
  return e >= -4 && e < 15 ? String(Number(`${m}e${e}`)) : `${m}e${e}`;
}

/** A line of CSV text, cells quoted where they have to be. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(",")}\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
