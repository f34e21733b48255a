/** Quantities × types; ends may be infinite. */
export interface Rectangle {
  readonly quantities: readonly [low: number, high: number];
  readonly types: readonly [low: number, high: number];
}

/** A lower and an upper bound of a function on a rectangle. */
export type BoundsOn = (box: Rectangle) => readonly [least: number, most: number];

/** Whether a function is nonnegative on rectangles, told by bounds on a cover of boxes. */
export type SignDecision =
  /** `positive`: on every box of the cover. */
  | { readonly status: "proved"; readonly boxes: number; readonly positive: boolean }
  /** Negative all over that box. */
  | { readonly status: "violated"; readonly boxes: number; readonly box: Rectangle }
  /** The sign is open on that box, the smallest that was looked at. */
  | { readonly status: "undecided"; readonly boxes: number; readonly box: Rectangle };

export interface SignOptions {
  /** Boxes after which subdivision gives up; default 20,000. */
  readonly mostBoxes?: number;
  /** Whether boxes are cut in quantities and in types; default both. */
  readonly cut?: readonly [quantities: boolean, types: boolean];
  /** Whether a lower bound of 0 is not enough; default false. */
  readonly strict?: boolean;
}

/**
 * Branch and bound: boxes on which the sign is open are cut in halves, the largest first; infinite ones at twice the distance from 0.
 * Complexity: `mostBoxes` bounds.
 */
export function nonnegativeOn(
  bounds: BoundsOn,
  rectangles: readonly Rectangle[],
  { mostBoxes = 20_000, cut = [true, true], strict = false }: SignOptions = {},
): SignDecision {
  const waiting = rectangles.map((box) => ({ box, depth: 0 }));
  let positive = true;
  for (let next = 0; next < waiting.length; next++) {
    const { box, depth } = waiting[next];
    const [least, most] = bounds(box);
    if (most < 0) return { status: "violated", boxes: next + 1, box };
    if (least > 0) continue;
    if (least < 0 || strict || Number.isNaN(least)) {
      // The smallest boxes wait at the end of the line.
      if (next + 1 >= mostBoxes)
        return { status: "undecided", boxes: next + 1, box: waiting[waiting.length - 1].box };
      const halves = halvesOf(box, depth, cut);
      if (halves.length === 0) return { status: "undecided", boxes: next + 1, box };
      waiting.push(...halves.map((half) => ({ box: half, depth: depth + 1 })));
    } else positive = false;
  }
  return { status: "proved", boxes: waiting.length, positive };
}

/** Quantities and types in turn; none where there is no double between the ends. */
function halvesOf(box: Rectangle, depth: number, cut: readonly [boolean, boolean]): Rectangle[] {
  const axes = depth % 2 === 0 ? (["types", "quantities"] as const) : (["quantities", "types"] as const);
  for (const axis of axes) {
    if (!cut[axis === "quantities" ? 0 : 1]) continue;
    const [low, high] = box[axis];
    const at = middleOf(low, high);
    if (at > low && at < high)
      return [
        { ...box, [axis]: [low, at] },
        { ...box, [axis]: [at, high] },
      ];
  }
  return [];
}

/** Between two ends, of infinite ones at twice the distance from 0. */
export function middleOf(low: number, high: number): number {
  if (Number.isFinite(high - low)) return low + (high - low) / 2;
  if (low === -Infinity) return high > 0 ? 0 : Math.min(-1, 2 * high);
  return low < 0 ? 0 : Math.max(1, 2 * low);
}
