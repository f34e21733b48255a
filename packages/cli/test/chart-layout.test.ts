import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Chart } from "../src/chart/chart.js";
import { layOut } from "../src/chart/layout.js";
import { looksOf, PALETTE } from "../src/chart/look.js";
import { SIZE } from "../src/chart/place-rules.js";
import { superscript } from "../src/chart/superscript.js";
import { clipText, textWidth, wrapText } from "../src/chart/text-width.js";

const DIAGONAL: Chart = {
  title: "t",
  x: { label: "x" },
  y: { label: "y" },
  series: [
    {
      name: "a",
      style: "solid",
      points: [
        [0, 0],
        [1, 1],
      ],
    },
  ],
};

describe("layout", () => {
  test("labels of reference lines touch neither each other nor the lines to other labels, and stay inside", () => {
    const label = fc.stringMatching(/^[a-z][a-z =]{0,16}$/);
    const rules = fc.array(
      fc.record({
        axis: fc.constant("x" as const),
        at: fc.integer({ min: 0, max: 40 }).map((k) => k / 40),
        label,
      }),
      { maxLength: 7 },
    );
    fc.assert(
      fc.property(rules, (given) => {
        const layout = layOut({
          ...DIAGONAL,
          rules: given,
        });
        const boxes = layout.rules.map(({ rule, lines: [{ text, x, y }], end, align }) => {
          const length = textWidth(text, SIZE.tick);
          const left = align === "left" ? x : x - length;
          return { left, right: left + length, y, end, line: layout.pixelX(rule.at) };
        });
        for (const a of boxes) {
          expect(a.left).toBeGreaterThanOrEqual(-1e-9);
          expect(a.right).toBeLessThanOrEqual(layout.width + layout.padding.right);
          for (const b of boxes)
            if (a !== b) {
              if (a.y === b.y) expect(a.right < b.left || b.right < a.left).toBe(true);
              // The line of a to its label passes the label of b.
              if (a.end > -b.y + 1) expect(a.line < b.left || a.line > b.right).toBe(true);
            }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("labels of horizontal lines keep their order and distance", () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(values, (given) => {
        const rules = given.map((at) => ({ axis: "y" as const, at, label: `at ${at.toFixed(2)}` }));
        const { rules: placed, height } = layOut({
          ...DIAGONAL,
          rules,
        });
        const middles = placed.map(({ lines }) => lines[0].y);
        for (let k = 1; k < middles.length; k++) {
          expect(placed[k].rule.at).toBeLessThanOrEqual(placed[k - 1].rule.at);
          expect(middles[k] - middles[k - 1]).toBeGreaterThan(SIZE.tick);
        }
        expect(Math.min(...middles)).toBeGreaterThanOrEqual(-SIZE.tick);
        expect(Math.max(...middles)).toBeLessThanOrEqual(height + SIZE.tick);
      }),
    );
  });

  test("the y axis reaches what it must", () => {
    const { y } = layOut({ ...DIAGONAL, y: { label: "p", reach: [-4, 8] } });
    expect([y.low, y.high]).toEqual([-4, 8]);
  });

  test("legend entries stay in the picture and apart", () => {
    const series = Array.from(
      { length: 9 },
      (_, k) => ({ name: "word ".repeat(k + 1), style: "solid", points: [[0, k]] }) as const,
    );
    const { legend, width, padding } = layOut({
      ...DIAGONAL,
      series: [...series, { ...series[0], name: "w".repeat(200) }],
    });
    expect(legend).toHaveLength(10);
    expect(legend[9].text.endsWith("…")).toBe(true);
    for (const [k, { text, x, y }] of legend.entries()) {
      expect(x + 34 + textWidth(text, SIZE.label)).toBeLessThanOrEqual(width + padding.right);
      if (k > 0 && legend[k - 1].y === y)
        expect(x).toBeGreaterThan(legend[k - 1].x + 34 + textWidth(legend[k - 1].text, SIZE.label));
    }
  });

  test("texts are broken between words and cut where they must be", () => {
    expect(wrapText("one two three", textWidth("one two", 10), 10, 2)).toEqual(["one two", "three"]);
    expect(wrapText("one two three four", textWidth("one two", 10), 10, 2)).toEqual(["one two", "three…"]);
    expect(wrapText("  ", 10, 10, 2)).toEqual([]);
    expect(clipText("abc", textWidth("abc", 10), 10)).toBe("abc");
    expect(superscript(-105)).toBe("⁻¹⁰⁵");
  });
});

describe("looks", () => {
  test("lines of one style differ without colour, and the first has no markers", () => {
    const series = Array.from(
      { length: 7 },
      (_, k) => ({ name: `line ${k}`, style: "solid", points: [] }) as const,
    );
    const looks = looksOf({ ...DIAGONAL, series });
    expect(new Set(looks.map(({ dash, shape }) => `${dash} ${shape}`)).size).toBe(7);
    expect(looks[0].shape).toBeUndefined();
  });

  test("parts of one name look alike, colours can be chosen, and the legend names each once", () => {
    const part = { name: "a", style: "dashed", hue: 3, points: [[0, 0]] } as const;
    const series = [{ ...part, name: "b", hue: 3, style: "solid" } as const, part, part];
    const looks = looksOf({ ...DIAGONAL, series });
    expect(looks[2]).toBe(looks[1]);
    expect(looks.map(({ color }) => color)).toEqual([PALETTE[3], PALETTE[3], PALETTE[3]]);
    expect(looks[0].dash).not.toEqual(looks[1].dash);
    expect(layOut({ ...DIAGONAL, series }).legend.map(({ text }) => text)).toEqual(["b", "a"]);
  });

  // Linear RGB under full protanopia, deuteranopia and tritanopia: Machado, Oliveira and Fernandes (2009), table 1.
  const SIGHT = {
    usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
    deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
    tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
  } as const;
  const linear = (color: string) =>
    [1, 3, 5].map((at) => {
      const c = Number.parseInt(color.slice(at, at + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
  /** CIE L*a*b*, D65. */
  const lab = ([r, g, b]: readonly number[]) => {
    const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
    const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
    const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  };
  const seen = (color: string, matrix: readonly number[]) => {
    const rgb = linear(color);
    return lab(
      [0, 3, 6].map((row) =>
        Math.min(
          1,
          Math.max(
            0,
            rgb.reduce((sum, c, k) => sum + matrix[row + k] * c, 0),
          ),
        ),
      ),
    );
  };
  const closest = (colors: readonly string[], matrix: readonly number[]) =>
    Math.min(
      ...colors.flatMap((a, k) =>
        colors
          .slice(k + 1)
          .map((b) => Math.hypot(...seen(a, matrix).map((value, j) => value - seen(b, matrix)[j]))),
      ),
    );

  test.each(Object.entries(SIGHT))("colours stay apart for %s sight", (_, matrix) => {
    expect(closest(PALETTE, matrix)).toBeGreaterThan(25);
  });

  test("a pair that is known to be confused fails this measure; every colour stands out from white", () => {
    expect(closest(["#d55e00", "#9a7400"], SIGHT.protanopia)).toBeLessThan(5);
    expect(closest(["#d55e00", "#9a7400"], SIGHT.usual)).toBeGreaterThan(25);
    for (const color of PALETTE) {
      const [r, g, b] = linear(color);
      expect(1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05)).toBeGreaterThan(3);
    }
  });
});
