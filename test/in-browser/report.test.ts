import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Chart } from "../../packages/cli/src/chart/chart.js";
import { csvOf } from "../../packages/cli/src/chart/csv-of.js";
import { lineChart } from "../../packages/cli/src/chart/line-chart.js";
import { reportPage } from "../../packages/cli/src/page/report-page.js";

const browser = process.env.CANDOR_BROWSER!;
const folder = mkdtempSync(join(tmpdir(), "candor-browser-"));
let server: Server;
let report = "";

const CROWDED: Chart = {
  title: "A title that is long enough to need a second line in a column of a journal",
  x: { label: "number of players n" },
  y: { label: "ε*(n), in the unit of utility (logarithmic scale)", log10: true },
  series: [
    "(σ*, q*)",
    "majority of signals",
    "posted price for every signal",
    "random dictator",
    "pay as bid <b>&",
  ].map((name, k) => ({
    name,
    style: "solid",
    points: [1, 100, 300].map((n) => [n, -(k + 1) * 0.03 * n]) as [number, number][],
  })),
  rules: [
    ...[18, 20, 25, 290, 295].map((at) => ({ axis: "x" as const, at, label: `n₀ = ${at}` })),
    ...[-1, -2, -2.1].map((at) => ({ axis: "y" as const, at, label: `ε = ${(10 ** at).toFixed(3)}` })),
  ],
};

// Frames the report at three widths and writes what is wrong with it into the page.
const JUDGE = `<!doctype html><body><script>
const faults = [];
const judge = (frame, width) => {
  const page = frame.contentDocument;
  if (page.documentElement.scrollWidth > width) faults.push(width + ": scrolls sideways");
  for (const svg of page.querySelectorAll("figure svg")) {
    const all = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].map((text) => ({ said: text.textContent, box: text.getBoundingClientRect() }));
    if (texts.length < 20) faults.push(width + ": few texts");
    texts.forEach(({ said, box }, k) => {
      if (box.height < 9) faults.push(width + ": tiny " + said);
      if (box.left < all.left || box.right > all.right || box.top < all.top || box.bottom > all.bottom) faults.push(width + ": clipped " + said);
      for (const other of texts.slice(k + 1)) {
        const slack = 0.2 * box.height;
        const apart = box.right <= other.box.left || other.box.right <= box.left || box.bottom - slack <= other.box.top || other.box.bottom - slack <= box.top;
        if (!apart) faults.push(width + ": " + said + " over " + other.said);
      }
    });
  }
};
const look = (widths) => {
  if (widths.length === 0) { document.body.innerHTML = "<output>" + JSON.stringify(faults).replace(/</g, "&lt;") + "</output>"; return; }
  const frame = document.createElement("iframe");
  Object.assign(frame.style, { width: widths[0] + "px", height: "900px", border: 0 });
  frame.onload = () => { judge(frame, widths[0]); frame.remove(); look(widths.slice(1)); };
  frame.src = "/report";
  document.body.append(frame);
};
look([1280, 700, 380]);
</script>`;

beforeAll(async () => {
  const figure = { svg: await lineChart(CROWDED), csv: csvOf(CROWDED), caption: CROWDED.title };
  const rows = Array.from({ length: 3 }, () => Array.from({ length: 12 }, () => "1.2·10⁻⁵⁷⁰⁰"));
  const table = { head: rows[0].map((_, k) => `column ${k}`), rows };
  const model = `title: ${"a long line ".repeat(30)}`;
  report = reportPage({
    title: "Report",
    madeBy: "candor",
    model,
    sections: [{ heading: "Curves", table, figure }],
  });
  server = createServer(({ url }, answer) => {
    answer.setHeader("content-type", "text/html; charset=utf-8");
    answer.end(url === "/report" ? report : url === "/" ? JUDGE : "");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
});

afterAll(() => {
  server?.close();
  rmSync(folder, { recursive: true });
});

async function faults(): Promise<string[]> {
  const quiet = [
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--window-size=1400,1000",
    ...quiet,
  ];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const profile = `--user-data-dir=${join(folder, "profile")}`;
  const child = spawn(browser, [...flags, profile, "--virtual-time-budget=20000", "--dump-dom", url], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let page = "";
  for await (const chunk of child.stdout) page += chunk;
  const found = /<output>(.*)<\/output>/s.exec(page)?.[1];
  if (found === undefined) throw new Error(`The page did not finish: ${page}`);
  return JSON.parse(found.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"));
}

test("in a report no label is clipped, tiny or over another, and nothing scrolls sideways, at any width", async () => {
  expect(await faults()).toEqual([]);
}, 60_000);

test("a report with larger labels and a wide figure is found at fault", async () => {
  const sound = report;
  report = report
    .replaceAll('font-size="13px"', 'font-size="30px"')
    .replace("<figure>", '<figure style="width:2000px">');
  const found = await faults();
  report = sound;
  for (const fault of [/^1280: .* over /, /^380: clipped /, /^380: scrolls sideways$/])
    expect(found.some((each) => fault.test(each))).toBe(true);
}, 60_000);
