import { CandorError } from "@candor/core/numeric";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Chart, Series } from "../src/chart/chart.js";
import { csvOf, powerOfTen } from "../src/chart/csv-of.js";
import { noteOnZeros } from "../src/chart/describe-chart.js";
import { drawSpecification } from "../src/chart/draw-specification.js";
import { lineChart } from "../src/chart/line-chart.js";
import { PALETTE } from "../src/chart/look.js";
import { type Element, elements, parseMarkup, textContent } from "./markup.js";

const ZERO = Number.NEGATIVE_INFINITY;

const PARITY: Chart = {
  title: "Gain by number of players",
  x: { label: "n" },
  y: { label: "ε*(n)", log10: true },
  series: [
    {
      name: "ε*(n)",
      style: "solid",
      points: Array.from({ length: 40 }, (_, k) => [k + 1, k === 6 ? ZERO : -k - (k % 2)] as const),
    },
    {
      name: "bound",
      style: "dashed",
      points: [
        [1, 1],
        [40, -38],
      ],
    },
  ],
  rules: [
    { axis: "y", at: -2, label: "ε = 0.01" },
    { axis: "x", at: 4, label: "n₀ = 4" },
  ],
};

/** A chart of one curve. */
function curve(points: readonly (readonly [number, number])[], further: Partial<Series> = {}): Chart {
  const series = { name: "a", style: "solid", points, ...further } as Series;
  return { title: "t", x: { label: "x" }, y: { label: "y" }, series: [series] };
}

describe("data as CSV", () => {
  test("is read back as it was, whatever the names hold", () => {
    const name = 'a "quoted", <b>name</b>\nin two lines';
    const chart = curve(
      [
        [1, -2],
        [2, ZERO],
        [1e6, -5000.25],
      ],
      { name },
    );
    const text = csvOf({ ...chart, y: { label: "ε*(n)", log10: true } });
    expect(parse(text)).toEqual([
      ["series", "x", "ε*(n)", "log10 ε*(n)"],
      [name, "1", "0.01", "-2"],
      [name, "2", "0", "-Infinity"],
      [name, "1000000", "5.623413252e-5001", "-5000.25"],
    ]);
  });

  test("has both edges of a band", () => {
    const band: Series = { name: "b", style: "band", points: [[0, -1, 1]] };
    expect(csvOf({ ...curve([]), series: [band] })).toBe("series,x,y\nb (lower),0,-1\nb (upper),0,1\n");
  });

  test("powers of ten keep their logarithm", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 300, noNaN: true }), (log) => {
        const [, mantissa, exponent = "0"] = /^([\d.]+)(?:e([+-]?\d+))?$/.exec(powerOfTen(log))!;
        const error = Math.log10(Number(mantissa)) + Number(exponent) - log;
        expect(Math.abs(error)).toBeLessThan(5e-12 + 1e-13 * Math.abs(log));
      }),
    );
    expect(["0", "1", "1000"]).toEqual([ZERO, 0, 3].map(powerOfTen));
  });
});

describe("a drawn chart", () => {
  const drawn = async (chart: Chart) => elements(parseMarkup(await lineChart(chart)), "svg")[0];
  const texts = (svg: Element) => elements(svg, "text").map(textContent);
  const inColor = (svg: Element, color: string, name = "path") =>
    elements(svg, name).filter(({ attributes }) => attributes.stroke === color);

  test("has a path a series, ticks as powers of ten, all labels, and words for those who do not see it", async () => {
    const svg = await drawn(PARITY);
    // In the plot and in the legend.
    expect(inColor(svg, PALETTE[0])).toHaveLength(3);
    expect(inColor(svg, PALETTE[1])).toHaveLength(2);
    for (const label of [
      "10−40",
      "10−10",
      "1",
      "0",
      "40",
      "ε*(n)",
      "bound",
      "ε = 0.01",
      "n0 = 4",
      PARITY.title,
    ])
      expect(texts(svg)).toContain(label);
    expect(svg.attributes).toMatchObject({ role: "img", "aria-label": PARITY.title });
    expect(svg.children.slice(0, 2).map((child) => (child as Element).name)).toEqual(["title", "desc"]);
    expect(textContent(elements(svg, "desc")[0])).toBe(
      "ε*(n) (logarithmic) against n. ε*(n): from 1 at 1 to 1e-40 at 40. bound: from 10 at 1 to 1e-38 at 40. " +
        "Line at 0.01: ε = 0.01. Line at 4: n₀ = 4.",
    );
  });

  test("stems stand on 0, whatever the other values", async () => {
    const series = [
      {
        name: "mass",
        style: "stems",
        points: [
          [1, 0.25],
          [2, 0.75],
        ],
      },
    ] as const;
    const svg = await drawn({ ...curve([]), series });
    const stems = inColor(svg, PALETTE[0], "line").slice(0, 2);
    const heights = stems.map(({ attributes }) => Math.abs(Number(attributes.y2)));
    expect(heights[1] / heights[0]).toBeCloseTo(3, 1);
    expect(texts(svg)).toContain("0");
  });

  test("typesets scripts and returns to the line after them", async () => {
    const svg = await drawn({ ...curve([[0, 1]]), title: "C·ρⁿ from n₀ on" });
    const tspans = elements(svg, "tspan");
    expect(tspans.map(textContent)).toEqual(["n", " from n", "0", " on"]);
    const shifts = tspans.map(
      ({ attributes }) => Number.parseFloat(attributes.dy) * (attributes["font-size"] ? 0.75 : 1),
    );
    expect(shifts[0] + shifts[1]).toBeCloseTo(0, 3);
    expect(shifts[2] + shifts[3]).toBeCloseTo(0, 3);
  });

  test("leaves values of exactly 0 out, marks them, and the caption can say so", async () => {
    const [series] = PARITY.series;
    const broken = inColor(await drawn(PARITY), PALETTE[0]);
    const whole = inColor(
      await drawn({
        ...PARITY,
        series: [{ ...series, points: series.points.filter(([, y]) => y !== ZERO) } as Series],
      }),
      PALETTE[0],
    );
    expect([broken.length, whole.length]).toEqual([3, 2]);
    expect(inColor(await drawn(PARITY), PALETTE[0], "line")).toHaveLength(1);
    expect(texts(await drawn(PARITY))).toContain("exactly 0 (no logarithm)");
    expect(noteOnZeros(PARITY)).toBe("Exactly 0, which has no logarithm: ε*(n) at n = 7.");
    expect(noteOnZeros(curve([[0, 1]]))).toBe("");
  });

  test("draws every kind of series, also with hardly any points", async () => {
    const points = [
      [0, 0],
      [1, 2],
    ] as const;
    const step = inColor(await drawn(curve(points, { step: true })), PALETTE[0])[0].attributes.d;
    const straight = inColor(await drawn(curve(points)), PALETTE[0])[0].attributes.d;
    expect(step.match(/[ML]/g)).toHaveLength(3);
    expect(straight.match(/[ML]/g)).toHaveLength(2);
    const band: Series = { name: "b", style: "band", points: points.map(([x, y]) => [x, y - 1, y + 1]) };
    const areas = elements(await drawn({ ...curve([]), series: [band] }), "path").filter(
      ({ attributes }) => attributes.fill === PALETTE[0],
    );
    expect(areas).toHaveLength(2);
    expect(inColor(await drawn(curve(points, { style: "points" })), PALETTE[0])).toHaveLength(3);
    expect(texts(await drawn(curve([])))).toContain("t");
    expect(texts(await drawn({ ...curve([[3, ZERO]]), y: { label: "y", log10: true } }))).toContain("0.1");
  });

  test("gives the same bytes for the same chart, and only then", async () => {
    const first = await lineChart(PARITY);
    await lineChart(curve([[0, 0]]));
    expect(await lineChart(structuredClone(PARITY))).toBe(first);
    expect(await lineChart({ ...PARITY, title: "Other" })).not.toBe(first);
  });

  test("is data only: names become no markup, nothing is loaded, nothing runs", async () => {
    const evil = '<script>alert("1")</script>&amp;" onload="alert(2) role="x"\u0007';
    const svg = await lineChart({
      title: evil,
      x: { label: evil },
      y: { label: evil },
      series: [{ name: evil, style: "solid", points: [[0, 0]] }],
      rules: [{ axis: "x", at: 0, label: evil }],
    });
    const root = parseMarkup(svg);
    const names = ["svg", "title", "desc", "rect", "g", "path", "line", "text", "tspan"];
    const all = (element: Element): Element[] =>
      element.children.flatMap((child) => (typeof child === "string" ? [] : [child, ...all(child)]));
    expect(all(root).filter(({ name }) => !names.includes(name))).toEqual([]);
    expect(
      all(root)
        .flatMap(({ attributes }) => Object.keys(attributes))
        .filter((name) => /^on|href|^id$/.test(name)),
    ).toEqual([]);
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|url\(/);
    expect(textContent(elements(root, "title")[0])).toBe(evil.replace("\u0007", "\ufffd"));
    expect(elements(root, "text").some((text) => textContent(text).startsWith('<script>alert("1")'))).toBe(
      true,
    );
    // The parser would have noticed.
    expect(elements(parseMarkup(`<svg><title>${evil.slice(0, -1)}</title></svg>`), "script")).toHaveLength(1);
    expect(() => parseMarkup("<svg>A & B</svg>")).toThrow("bare &");
  });

  test.each([
    [
      "series[0].points[1][0]",
      curve([
        [0, 0],
        [Number.NaN, 1],
      ]),
    ],
    ["series[0].points[0][1]", curve([[0, ZERO]])],
    ["series[0].points[0][0]", { ...curve([[0, 1]]), x: { label: "x", log: true } }],
    ["rules[0].at", { ...curve([[0, 1]]), rules: [{ axis: "y", at: ZERO, label: "" }] } as Chart],
  ])("numbers without a place are refused: %s", async (path, chart) => {
    const error = await lineChart(chart).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(CandorError);
    expect((error as CandorError).problems[0]).toMatchObject({ code: "not-drawable", path });
  });

  test("any other specification is drawn as well", async () => {
    const data = { values: [{ a: "x₁", b: 2 }] };
    const encoding = { x: { field: "a", type: "nominal" }, y: { field: "b", type: "quantitative" } } as const;
    const svg = await drawSpecification(
      { data, mark: "bar", encoding },
      { title: "Bars", description: "One." },
    );
    expect(elements(parseMarkup(svg), "tspan").map(textContent)).toEqual(["1"]);
  });
});
