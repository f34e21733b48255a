import { describe, expect, test } from "vitest";
import { csvOf } from "../src/chart/csv-of.js";
import { lineChart } from "../src/chart/line-chart.js";
import { type Report, reportPage } from "../src/page/report-page.js";
import { type Element, elements, parseMarkup, textContent } from "./markup.js";

const EVIL = `<script>alert('1')</script><img src="http://evil.example/x" onerror="alert(2)">&copy;"'`;

const chart = {
  title: EVIL,
  x: { label: "n" },
  y: { label: EVIL },
  series: [{ name: EVIL, style: "solid", points: [[1, 2] as const] }],
} as const;

async function report(text = EVIL): Promise<Report> {
  const svg = await lineChart(chart);
  return {
    title: text,
    subtitle: text,
    madeBy: "candor 0.1.0",
    model: `title: ${text}\n  # kept  as it is`,
    sections: [
      { heading: "Answer", paragraphs: [text, "at most 3.2·10⁻³⁸ from n₀ on, ε*(n) below 1/√n"] },
      {
        heading: text,
        table: {
          caption: text,
          head: ["players", "ε*(n)", text],
          rows: [
            ["10", "0.5", text],
            ["1,000,000", "1.2e-5700 (1e+6)", "type 1e5"],
          ],
          numeric: [0, 1],
        },
        figure: { svg, caption: text, csv: csvOf(chart) },
      },
      {
        heading: "Without",
        table: { head: ["a"], rows: [] },
        figure: { svg, caption: "second", csv: "a,b\n" },
      },
    ],
  };
}

const parsed = async (text?: string) => parseMarkup(reportPage(await report(text)));
const all = (root: Element): Element[] =>
  root.children.flatMap((child) => (typeof child === "string" ? [] : [child, ...all(child)]));

describe("a report page", () => {
  test("is one file: no script, nothing from elsewhere, and a policy that forbids both", async () => {
    const page = await parsed();
    const names = new Set(all(page).map(({ name }) => name));
    for (const name of ["script", "img", "link", "iframe", "object", "form"])
      expect(names).not.toContain(name);
    const attributes = all(page).flatMap((each) => Object.entries(each.attributes));
    expect(attributes.filter(([name]) => /^on|^src|^style$/.test(name))).toEqual([]);
    expect(attributes.filter(([name, value]) => name === "href" && !value.startsWith("data:"))).toEqual([]);
    expect(textContent(elements(page, "style")[0])).not.toMatch(/url\(|@import|<|https?:/);
    const policy = elements(page, "meta").find(
      (meta) => meta.attributes["http-equiv"] === "Content-Security-Policy",
    );
    expect(policy?.attributes.content).toBe("default-src 'none'; style-src 'unsafe-inline'");
  });

  test("shows texts as they are, whatever they hold", async () => {
    const page = await parsed();
    for (const name of ["title", "h1", "caption", "figcaption"])
      expect(textContent(elements(page, name)[0])).toContain(EVIL);
    expect(elements(page, "p").map(textContent)).toContain(EVIL);
    expect(elements(page, "td").map(textContent)).toContain(EVIL);
    expect(elements(page, "pre").map(textContent)).toEqual([`title: ${EVIL}\n  # kept  as it is`]);
    expect(elements(page, "h2").map(textContent)).toEqual(["Answer", EVIL, "Without", "Model file"]);
    // Put in as markup, the same text does have elements: the checks above can fail.
    expect(elements(parseMarkup("<p><script>alert('1')</script></p>"), "script")).toHaveLength(1);
  });

  test("typesets superscripts and subscripts and keeps ε*(n) on one line", async () => {
    const [, paragraph] = elements(elements(await parsed(), "section")[0], "p");
    expect(elements(paragraph, "sup").map(textContent)).toEqual(["−38"]);
    expect(elements(paragraph, "sub").map(textContent)).toEqual(["0"]);
    expect(elements(paragraph, "span").map(textContent)).toEqual(["ε*(n)", "1/√n"]);
    expect(textContent(paragraph)).toBe("at most 3.2·10−38 from n0 on, ε*(n) below 1/√n");
  });

  test("has tables that can be read aloud and scrolled by keyboard, with numbers flush right", async () => {
    const page = await parsed();
    const [table] = elements(page, "table");
    const heads = elements(table, "th").map(({ attributes }) => attributes);
    expect(heads.map(({ scope }) => scope)).toEqual(["col", "col", "col", "row", "row"]);
    expect(elements(table, "td").map(({ attributes }) => attributes.class)).toEqual([
      "number",
      undefined,
      "number",
      undefined,
    ]);
    expect(elements(table, "td").map(textContent).slice(2)).toEqual(["1.2·10−5700 (1·106)", "type 1e5"]);
    expect(elements(table, "sup").map(textContent)).toEqual(["−5700", "6"]);
    const scrollers = elements(page, "div").filter(({ attributes }) => attributes.class === "scroller");
    expect(
      scrollers.map(({ attributes }) => [attributes.role, attributes.tabindex, attributes["aria-label"]]),
    ).toEqual([
      ["region", "0", `Table: ${EVIL}`],
      ["region", "0", "Table: a"],
    ]);
  });

  test("numbers figures and captioned tables, and offers the picture and its data byte for byte", async () => {
    const page = await parsed("plain");
    expect(elements(page, "figcaption").map(textContent)).toEqual(["Figure 1. plain", "Figure 2. second"]);
    expect(elements(page, "caption").map(textContent)).toEqual(["Table 1. plain"]);
    const links = elements(page, "a").map(({ attributes }) => attributes);
    expect(links.map(({ download }) => download)).toEqual([
      "figure-1.svg",
      "figure-1.csv",
      "figure-2.svg",
      "figure-2.csv",
    ]);
    const contents = links.map(({ href }) =>
      Buffer.from(href.split(";base64,")[1], "base64").toString("utf8"),
    );
    const svg = await lineChart(chart);
    expect(contents).toEqual([svg, csvOf(chart), svg, "a,b\n"]);
    expect(elements(page, "svg").map(({ attributes }) => attributes.role)).toEqual(["img", "img"]);
  });

  test("formulas are MathML with their LaTeX beside them, all of them in one file", async () => {
    const tex = "x < \\frac{1}{2} \\text{ \\& more}";
    const formulas = [
      { label: EVIL, tex },
      { label: "n₀", tex: "a^2" },
    ];
    const markup = reportPage({ title: "t", sections: [{ heading: "Formulas", formulas }], madeBy: "m" });
    const page = parseMarkup(markup);
    expect(elements(page, "math")).toHaveLength(2);
    expect(elements(page, "mfrac")).toHaveLength(1);
    expect(elements(page, "pre").map(textContent)).toEqual([tex, "a^2"]);
    expect(elements(page, "summary").map(textContent)).toEqual([`${EVIL} LaTeX`, "n0 LaTeX"]);
    expect(all(page).flatMap(({ attributes }) => attributes.style ?? [])).toEqual([]);
    const [{ attributes }] = elements(page, "a");
    const file = Buffer.from(attributes.href.split(";base64,")[1], "base64").toString("utf8");
    expect(file).toContain(`\\[\n${tex}\n\\]`);
    expect(file).toMatch(/^\\documentclass.*\n[\s\S]*\\end\{document\}\n$/);
    expect(() =>
      reportPage({
        title: "t",
        sections: [{ heading: "h", formulas: [{ label: "", tex: "\\frac{1" }] }],
        madeBy: "m",
      }),
    ).toThrow();
  });

  test("several figures of a section are numbered on", async () => {
    const figure = { svg: await lineChart(chart), caption: "plain", csv: "a\n" };
    const sections = [
      { heading: "a", figure: [figure, figure] },
      { heading: "b", figure: [] },
      { heading: "c", figure },
    ];
    const page = parseMarkup(reportPage({ title: "t", sections, madeBy: "m" }));
    expect(elements(page, "figcaption").map(textContent)).toEqual([
      "Figure 1. plain",
      "Figure 2. plain",
      "Figure 3. plain",
    ]);
  });

  test("writes small errors out in texts, and leaves names as they are", () => {
    const paragraphs = ["1 ± 8e-16, of 1e5 and type2e-3 at v1.2e-4x"];
    const page = parseMarkup(
      reportPage({ title: "t", sections: [{ heading: "h", paragraphs }], madeBy: "m" }),
    );
    expect(textContent(elements(page, "p")[0])).toBe("1 ± 8·10−16, of 1e5 and type2e-3 at v1.2e-4x");
  });

  test("has one main heading, a language, both colour schemes and print rules", async () => {
    const page = await parsed();
    expect(elements(page, "h1")).toHaveLength(1);
    expect(elements(page, "html")[0].attributes.lang).toBe("en");
    const style = textContent(elements(page, "style")[0]);
    for (const rule of ["(prefers-color-scheme: dark)", "@media print", ".card { background: #fff"])
      expect(style).toContain(rule);
  });

  test("is the same for the same report, and has no optional part that was not given", async () => {
    expect(reportPage(await report())).toBe(reportPage(await report()));
    const bare = parseMarkup(reportPage({ title: "t", sections: [], madeBy: "m" }));
    expect(elements(bare, "section")).toEqual([]);
    expect(elements(bare, "pre")).toEqual([]);
    expect(elements(bare, "p").map(textContent)).toEqual(["Made by m."]);
  });
});
