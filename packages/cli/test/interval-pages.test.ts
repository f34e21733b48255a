import { readDistribution } from "@candor/core/io";
import { parse } from "csv-parse/sync";
import temml from "temml";
import { beforeAll, describe, expect, test } from "vitest";
import { examineTrade } from "../src/intervals/examine-trade.js";
import { auction, CASES, pageOf, progress, trade } from "./interval-page-cases.js";
import { type Element, elements, parseMarkup, textContent } from "./markup.js";

const all = (root: Element): Element[] =>
  root.children.flatMap((child) => (typeof child === "string" ? [] : [child, ...all(child)]));

/** What a link of the page downloads. */
function downloads(page: Element, ending: string): string[] {
  return elements(page, "a")
    .filter(({ attributes }) => attributes.download.endsWith(ending))
    .map(({ attributes }) => Buffer.from(attributes.href.split(";base64,")[1], "base64").toString("utf8"));
}

describe.each(CASES)("the page of $name", ({ name, figures, formulas }) => {
  let text = "";
  let page: Element;
  beforeAll(async () => {
    text = await pageOf(name);
    page = parseMarkup(text);
  }, 60_000);

  test("is well-formed and asks for nothing from elsewhere", () => {
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
    expect(text.replaceAll('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|<script|url\(/);
    const attributes = all(page).flatMap((each) => Object.entries(each.attributes));
    expect(attributes.filter(([name]) => /^on|^src|^style$/.test(name))).toEqual([]);
  });

  test("has every figure with its picture and its data", () => {
    const pictures = downloads(page, ".svg");
    const data = downloads(page, ".csv");
    expect(elements(page, "svg")).toHaveLength(figures);
    expect([pictures.length, data.length]).toEqual([figures, figures]);
    for (const svg of pictures) {
      const [picture] = elements(parseMarkup(svg), "svg");
      expect(textContent(elements(picture, "title")[0])).not.toBe("");
      expect(textContent(elements(picture, "desc")[0]).length).toBeGreaterThan(20);
    }
    for (const csv of data) {
      const [head, ...rows] = parse(csv) as string[][];
      expect(head[0]).toBe("series");
      expect(rows.length).toBeGreaterThan(0);
      for (const [name, ...numbers] of rows) {
        expect(name).not.toBe("");
        for (const cell of numbers) expect(cell).toMatch(/^(-?\d.*|true|false|)$/);
      }
    }
  });

  test("has formulas with the numbers in, as MathML and as LaTeX that can be read again", () => {
    const sources = elements(page, "details").map((each) => textContent(elements(each, "pre")[0]));
    expect(elements(page, "math")).toHaveLength(sources.length);
    for (const expected of formulas) expect(sources.join("\n")).toContain(expected);
    for (const tex of sources) {
      expect(() => temml.renderToString(tex, { throwOnError: true })).not.toThrow();
      // pdfLaTeX knows no other letters.
      expect(tex).toMatch(/^[\x20-\x7e]*$/);
    }
    const [document] = downloads(page, ".tex");
    for (const tex of sources) expect(document).toContain(`\\[\n${tex}\n\\]`);
  });
});

/** x and y of the line in a colour, in the picture's own units. */
function lineIn(svg: string, color: string): [number, number][] {
  const path = new RegExp(`<path d="(M[^"]*)"[^>]*stroke="${color}"`).exec(svg)!;
  return path[1]
    .slice(1)
    .split("L")
    .map((pair) => pair.split(",").map(Number) as [number, number]);
}

describe("figures and their data", () => {
  test("the data are the line: pixels are an affine function of them", async () => {
    const page = parseMarkup(await pageOf("screening"));
    const rows = (parse(downloads(page, ".csv")[1]) as string[][]).filter(
      ([name]) => name === "the menu, x(θ)",
    );
    const line = lineIn(downloads(page, ".svg")[1], "#0072b2");
    expect(line).toHaveLength(rows.length);
    const data = rows.map(([, x, y]) => [Number(x), Number(y)]);
    for (const axis of [0, 1]) {
      const [first, last] = [0, data.length - 1];
      const scale = (line[last][axis] - line[first][axis]) / (data[last][axis] - data[first][axis]);
      for (const [k, each] of data.entries())
        expect(line[first][axis] + scale * (each[axis] - data[first][axis])).toBeCloseTo(line[k][axis], 1);
    }
    for (const [x, y] of data) expect(y).toBeCloseTo(Math.max(0, 2 * x - 1), 9);
  });

  test("what is ironed is shaded between the virtual value and its level", async () => {
    const page = parseMarkup(await pageOf("auction that is ironed"));
    const rows = parse(downloads(page, ".csv")[1]) as string[][];
    const of = (name: string) => rows.filter(([series]) => series === name).map(([, v]) => Number(v));
    for (const side of ["ironed part (lower)", "ironed part (upper)"]) {
      expect(Math.min(...of(side))).toBe(0.875);
      expect(Math.max(...of(side))).toBe(1.25);
    }
    expect(downloads(page, ".svg")[1]).toMatch(/<path d="[^"]*" fill="#0072b2"[^>]*opacity="0.18"/);
  });

  test("a gap between costs is no region of trade", async () => {
    const page = parseMarkup(await pageOf("trade with a gap"));
    const costs = (parse(downloads(page, ".csv")[1]) as string[][]).slice(1).map(([, cost]) => Number(cost));
    expect(costs.filter((cost) => cost > 1 && cost < 3)).toEqual([]);
    expect(costs.some((cost) => cost > 3)).toBe(true);
  });

  test("payments drawn are those of the mechanism", async () => {
    const text = await trade("uniform(0,1)", "beta(2,3)");
    const rows = parse(downloads(parseMarkup(text), ".csv")[3]) as string[][];
    const market = {
      ...{ seller: readDistribution("uniform(0,1)"), buyer: readDistribution("beta(2,3)") },
      ...{ sellers: 1, buyers: 1 },
    };
    const { buyer, seller } = examineTrade(market, [], progress).secondBest.mechanism;
    for (const [name, type, paid] of rows.slice(1).filter((_, k) => k % 20 === 0)) {
      if (name === "buyer, second best") expect(Number(paid)).toBeCloseTo(buyer.payment(Number(type)), 9);
      if (name === "seller, second best") expect(Number(paid)).toBeCloseTo(-seller.payment(Number(type)), 9);
    }
  });

  test("far tails are cut, and the caption says so", async () => {
    const page = parseMarkup(await auction(["lognormal(0,2)"]));
    const [caption] = elements(page, "figcaption").map(textContent);
    expect(caption).toMatch(/Drawn from 0 to 29\.75, which has 95\.51 % of the probability\./);
  });
});
