import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../commands.js";

// The browser to use, e.g. CANDOR_BROWSER=/usr/bin/chromium. Without one vitest.config.ts leaves this folder out.
const browser = process.env.CANDOR_BROWSER!;

const PAGE = `
import { certificate, designMechanism, REVENUE } from "@candor/core/design";
import { buildEnvironment, parseModel } from "@candor/core/io";
import { highsSolver } from "@candor/core/lp";
import { exact } from "@candor/core/numeric";
const model = parseModel(\`candor: 1
agents: { Bidder: { count: 2, types: { grid: { from: 0, to: 1, points: 11 } } } }
beliefs: { independent: uniform }
alternatives: { object: { to: all, nobody: true } }
values: own * gets
\`);
const { environment } = buildEnvironment(model, exact);
const question = { objective: REVENUE, incentives: ["dominant"], participation: ["ex-post"], money: [] };
designMechanism(environment, question, { solver: highsSolver({ locateFile: () => "highs.wasm" }) }).then(
  (found) => { document.body.textContent = JSON.stringify({ start: found.formulation.start, proof: certificate(found) }); },
  (error) => { document.body.textContent = String(error); },
);`;

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};
const folder = mkdtempSync(join(tmpdir(), "candor-browser-"));
let server: Server;

beforeAll(async () => {
  const entry = join(ROOT, "packages", "cli", "src", "browser-test-entry.js");
  await build({
    stdin: { contents: PAGE, resolveDir: join(ROOT, "packages", "cli"), sourcefile: entry },
    bundle: true,
    format: "esm",
    external: ["node:*"],
    outfile: join(folder, "page.js"),
    logLevel: "silent",
  });
  const runtime = createRequire(join(ROOT, "packages", "core", "package.json")).resolve("highs/runtime");
  copyFileSync(runtime, join(folder, "highs.wasm"));
  writeFileSync(
    join(folder, "index.html"),
    '<!doctype html><body>…<script type="module" src="page.js"></script>',
  );
  server = createServer(({ url = "/" }, answer) => {
    const name = url === "/" ? "index.html" : url.slice(1);
    answer.setHeader("content-type", TYPES[extname(name)] ?? "text/plain");
    answer.end(
      ["index.html", "page.js", "highs.wasm"].includes(name) ? readFileSync(join(folder, name)) : "",
    );
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
});

afterAll(() => {
  server?.close();
  rmSync(folder, { recursive: true });
});

/** The page's text once scripts have run. */
async function textOf(url: string): Promise<string> {
  const quiet = [
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", ...quiet];
  const profile = `--user-data-dir=${join(folder, "profile")}`;
  const child = spawn(browser, [...flags, profile, "--virtual-time-budget=60000", "--dump-dom", url], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let page = "";
  for await (const chunk of child.stdout) page += chunk;
  return /<body>(.*)<\/body>/s.exec(page)?.[1] ?? page;
}

test("the core designs a mechanism in a browser, HiGHS included, and the verifier accepts it", async () => {
  const { port } = server.address() as AddressInfo;
  const { start, proof } = JSON.parse(await textOf(`http://127.0.0.1:${port}/`));
  expect(start).toBe("solver");
  const { verifyText } = await import("@candor/verifier");
  expect(verifyText(JSON.stringify(proof)).message).toBe("accepted: value = 5/11");
}, 90_000);
