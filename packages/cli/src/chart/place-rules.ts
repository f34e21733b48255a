import type { ReferenceLine } from "./chart.js";
import { textWidth, wrapText } from "./text-width.js";

/** Font sizes in px; 480 px shrunk to a journal's column of 3.5 inches leaves 7 pt. */
export const SIZE = { title: 15, label: 13.5, tick: 13 } as const;
/** Distance of lines of text. */
export const LINE = 17;

/** A line of text; x and y in px from the plot's top left corner, y at the middle of the line. */
export interface Placed {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** The label of a reference line. */
export interface PlacedRule {
  readonly rule: ReferenceLine;
  readonly lines: readonly Placed[];
  /** Where the line to the label ends: px above the plot (vertical), or the label's own height (horizontal). */
  readonly end: number;
  readonly align: "left" | "right";
}

/** Labels of vertical lines in rows above the plot, from the right, each in the lowest row where nothing crosses it. */
export function placeAbove(
  rules: readonly ReferenceLine[],
  pixelOf: (at: number) => number,
  width: number,
): PlacedRule[] {
  const placed: { from: number; to: number; x: number; row: number; result: PlacedRule }[] = [];
  for (const rule of [...rules].sort((a, b) => b.at - a.at)) {
    const x = pixelOf(rule.at);
    const [text = ""] = wrapText(rule.label, Math.max(x, width - x) - 6, SIZE.tick, 1);
    const length = textWidth(text, SIZE.tick) + 10;
    const align = x + length <= width ? "left" : "right";
    const [from, to] = align === "left" ? [x, x + length] : [x - length, x];
    const free = (row: number) =>
      placed.every(
        (other) =>
          (other.row !== row || to < other.from || other.to < from) &&
          (other.row < row || other.x < from || other.x > to) &&
          (other.row >= row || x < other.from || x > other.to),
      );
    const most = placed.length;
    const row = Array.from({ length: most }, (_, k) => k).find(free) ?? most;
    const line = { text, x: align === "left" ? x + 5 : x - 5, y: -LINE * (row + 0.5) - 2 };
    placed.push({ from, to, x, row, result: { rule, lines: [line], end: LINE * (row + 1), align } });
  }
  return placed.map(({ result }) => result);
}

/** Labels of horizontal lines right of the plot, in the order of the lines, pushed apart where they would touch. */
export function placeBeside(
  rules: readonly { readonly rule: ReferenceLine; readonly text: readonly string[] }[],
  pixelOf: (at: number) => number,
  { width, height }: { readonly width: number; readonly height: number },
): PlacedRule[] {
  const sorted = [...rules].sort((a, b) => b.rule.at - a.rule.at);
  const heights = sorted.map(({ text }) => text.length * (LINE - 2));
  const middles = sorted.map(({ rule }) => pixelOf(rule.at));
  for (let k = 1; k < middles.length; k++)
    middles[k] = Math.max(middles[k], middles[k - 1] + (heights[k] + heights[k - 1]) / 2);
  // What was pushed below the plot pushes the others up again.
  for (let k = middles.length - 1, limit = height + 6; k >= 0; k--) {
    middles[k] = Math.min(middles[k], limit - heights[k] / 2);
    limit = middles[k] - heights[k] / 2;
  }
  return sorted.map(({ rule, text }, k) => ({
    rule,
    align: "left",
    end: middles[k],
    lines: text.map((line, j) => ({
      text: line,
      x: width + 12,
      y: middles[k] + (j - (text.length - 1) / 2) * (LINE - 2),
    })),
  }));
}
