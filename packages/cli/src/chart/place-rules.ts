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

interface Upright {
  readonly rule: ReferenceLine;
  readonly text: string;
  readonly x: number;
  readonly align: "left" | "right";
  /** 0 is the first label's; lower ones are nearer to the plot. */
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Labels of vertical lines in rows above the plot. From the right, each takes a row and a side of its line where it touches no other
 * label and no line to a label crosses another label; there is one unless labels are almost as wide as the plot.
 */
export function placeAbove(
  rules: readonly ReferenceLine[],
  pixelOf: (at: number) => number,
  width: number,
): PlacedRule[] {
  const placed: Upright[] = [];
  for (const rule of [...rules].sort((a, b) => b.at - a.at)) {
    const options = uprights(rule, pixelOf(rule.at), width, placed);
    placed.push(options.find((each) => placed.every((other) => apart(each, other))) ?? options.at(-1)!);
  }
  const lowest = Math.min(...placed.map(({ row }) => row));
  return placed.map(({ rule, text, x, align, row }) => ({
    rule,
    lines: [{ text, x: align === "left" ? x + 5 : x - 5, y: -LINE * (row - lowest + 0.5) - 2 }],
    end: LINE * (row - lowest + 1),
    align,
  }));
}

/** Where a label could stand: rows in use, one above, one below them; right or left of its line, as the width allows. */
function uprights(rule: ReferenceLine, x: number, width: number, placed: readonly Upright[]): Upright[] {
  const [text = ""] = wrapText(rule.label, Math.max(x, width - x) - 10, SIZE.tick, 1);
  const length = textWidth(text, SIZE.tick) + 9;
  const used = [...new Set(placed.map(({ row }) => row))].sort((a, b) => a - b);
  const rows = used.length === 0 ? [0] : [...used, used.at(-1)! + 1, used[0] - 1];
  const sides = [
    ...(x + length <= width ? [{ align: "left" as const, from: x, to: x + length }] : []),
    ...(x >= length ? [{ align: "right" as const, from: x - length, to: x }] : []),
  ];
  // The right of the line first: where every label stands there, a further row on top is always free.
  return sides.flatMap((side) => rows.map((row) => ({ rule, text, x, row, ...side })));
}

function apart(a: Upright, b: Upright): boolean {
  if (a.row === b.row) return a.to < b.from || b.to < a.from;
  const [upper, lower] = a.row > b.row ? [a, b] : [b, a];
  return upper.x <= lower.from || upper.x >= lower.to;
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
