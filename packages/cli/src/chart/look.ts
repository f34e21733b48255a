import type { Chart, Series } from "./chart.js";

/**
 * Colours that stay apart for colour-blind readers and have at least 3:1 contrast on white: two of Okabe and Ito's, the rest found
 * by maximising the smallest distance in CIE L*a*b* over usual and three kinds of colour-blind sight. Dashes and markers carry the
 * same distinctions in black and white.
 */
export const PALETTE = ["#0072b2", "#d55e00", "#222222", "#732fda", "#662900", "#c77d6b"] as const;

const DASHES = { solid: [], dashed: [7, 3.5], dotted: [1.6, 2.6], points: [], stems: [], band: [] } as const;
const SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"] as const;

/** How a series is drawn. */
export interface Look {
  readonly color: string;
  readonly dash: readonly number[];
  /** Missing: no markers. */
  readonly shape?: (typeof SHAPES)[number];
}

/**
 * One look a series, the same for parts of one name: its own colour or colours in turn; of lines of one style the first stays plain and the others carry markers, so that they can
 * be told apart without colour.
 */
export function looksOf({ series }: Chart): Look[] {
  const seen = new Map<Series["style"], number>();
  const looks: Look[] = [];
  series.forEach(({ name, style, hue }, k) => {
    const same = series.findIndex((other) => other.name === name && other.style === style);
    if (same < k) {
      looks.push(looks[same]);
      return;
    }
    const before = seen.get(style) ?? 0;
    seen.set(style, before + 1);
    const marked = style === "points" || style === "stems";
    const plain = style === "band" || (!marked && before === 0);
    const shape = SHAPES[(before + SHAPES.length - (marked ? 0 : 1)) % SHAPES.length];
    looks.push({
      color: PALETTE[(hue ?? k) % PALETTE.length],
      dash: DASHES[style],
      ...(plain ? {} : { shape }),
    });
  });
  return looks;
}
