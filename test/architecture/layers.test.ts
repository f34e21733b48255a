import { readdirSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  codeOf,
  cyclesOf,
  importGraph,
  importsIn,
  packageNames,
  ROOT,
  resolveImport,
  sourcesOf,
  textOf,
} from "./source-files.js";

// numeric ← {model, lp} ← {mechanisms, properties} ← {design, theory, auctions, selling, population, intervals} ← io ← apps; testing looks at all of them.
const RANKS: Readonly<Record<string, number>> = {
  numeric: 0,
  model: 1,
  lp: 1,
  mechanisms: 2,
  properties: 2,
  design: 3,
  theory: 3,
  population: 3,
  intervals: 3,
  auctions: 3,
  selling: 3,
  io: 4,
  testing: 5,
};
const STRANGERS = [["mechanisms", "properties"]];

const core = sourcesOf("core");
const graph = importGraph(core);
const layerOf = (path: string) => path.split("/")[3];
const edges = [...graph].flatMap(([from, targets]) => targets.map((to) => ({ from, to })));
const short = (path: string) => path.replace("packages/core/src/", "");
const apps = packageNames().filter((name) => name !== "core");

describe("the layers of the core", () => {
  test("every folder of src is a layer with a place in the order", () => {
    expect(readdirSync(join(ROOT, "packages/core/src")).filter((name) => RANKS[name] === undefined)).toEqual(
      [],
    );
  });

  test("imports run from higher layers to lower ones", () => {
    const upward = edges.filter(({ from, to }) => RANKS[layerOf(to)] > RANKS[layerOf(from)]);
    expect(upward.map(({ from, to }) => `${short(from)} imports ${short(to)}`)).toEqual([]);
  });

  test("layers of the same rank do not import each other in both directions", () => {
    const layers = new Map(Object.keys(RANKS).map((name) => [name, [] as string[]]));
    for (const { from, to } of edges)
      if (layerOf(from) !== layerOf(to)) layers.get(layerOf(from))!.push(layerOf(to));
    expect(cyclesOf(layers)).toEqual([]);
  });

  test("mechanisms and properties never import each other", () => {
    const meetings = edges.filter(({ from, to }) =>
      STRANGERS.some(
        (pair) => layerOf(from) !== layerOf(to) && [from, to].every((p) => pair.includes(layerOf(p))),
      ),
    );
    expect(meetings.map(({ from, to }) => `${short(from)} imports ${short(to)}`)).toEqual([]);
  });

  test("every relative import names a file of the core", () => {
    expect(edges.filter(({ to }) => !graph.has(to)).map(({ from, to }) => `${short(from)}: ${to}`)).toEqual(
      [],
    );
  });

  test("no files import each other in a circle, types included", () => {
    expect(cyclesOf(graph).map((cycle) => cycle.map(short).join(" → "))).toEqual([]);
  });
});

describe("the core runs anywhere", () => {
  test("no clock, console, process, network or global randomness", () => {
    const banned =
      /(?<![.\w#])(?:console|process|performance|navigator|localStorage|XMLHttpRequest|WebSocket|setTimeout|setInterval|setImmediate|Date)\b(?!\s*[?:]|["'])|\bMath\.random\b|(?<![.\w#])(?:fetch|require)\s*\(|\bcrypto\./g;
    const found = core.flatMap((path) =>
      [
        ...codeOf(textOf(path))
          .replace(/\b(?:private|public|protected|function)\s+\w+/g, "")
          .matchAll(banned),
      ].map(([name]) => `${short(path)}: ${name}`),
    );
    expect(found).toEqual([]);
  });

  test("no Node built-ins and no package that is not a declared dependency", () => {
    const declared = Object.keys(JSON.parse(textOf("packages/core/package.json")).dependencies);
    const foreign = core.flatMap((path) =>
      importsIn(textOf(path))
        .filter((specifier) => !specifier.startsWith("."))
        .filter((specifier) => builtinModules.includes(specifier) || !declared.includes(packageOf(specifier)))
        .map((specifier) => `${short(path)} imports ${specifier}`),
    );
    expect(foreign).toEqual([]);
  });

  test("what its entry points reach imports no Node built-in", () => {
    const reached = new Set<string>();
    const visit = (path: string) => {
      if (reached.has(path)) return;
      reached.add(path);
      graph.get(path)?.forEach(visit);
    };
    core.filter((path) => /src\/\w+\/index\.ts$/.test(path)).forEach(visit);
    const builtin = (name: string) => name.startsWith("node:") || builtinModules.includes(name);
    const offenders = [...reached].filter((path) => importsIn(textOf(path)).some(builtin));
    expect(reached.size).toBeGreaterThan(50);
    expect(offenders).toEqual([]);
  });
});

describe.each(apps)("the package %s", (name) => {
  test("sees the core through its public subpaths only", () => {
    const exported = Object.keys(JSON.parse(textOf("packages/core/package.json")).exports);
    const outside = sourcesOf(name).flatMap((path) =>
      importsIn(textOf(path))
        .filter((specifier) =>
          specifier.startsWith(".")
            ? !resolveImport(path, specifier).startsWith(`packages/${name}/`)
            : packageOf(specifier) === "@candor/core" &&
              !exported.includes(specifier.replace("@candor/core", ".")),
        )
        .map((specifier) => `${path} imports ${specifier}`),
    );
    expect(outside).toEqual([]);
  });

  test("has no import cycles", () => {
    expect(cyclesOf(importGraph(sourcesOf(name)))).toEqual([]);
  });

  test("declares what it imports", () => {
    const { dependencies, devDependencies, scripts } = JSON.parse(textOf(`packages/${name}/package.json`));
    // What is bundled in is not installed by users.
    const declared = { ...dependencies, ...(scripts?.bundle ? devDependencies : {}) };
    const undeclared = sourcesOf(name).flatMap((path) =>
      importsIn(textOf(path))
        .filter((specifier) => !specifier.startsWith(".") && !specifier.startsWith("node:"))
        .filter((specifier) => !(packageOf(specifier) in declared))
        .map((specifier) => `${path} imports ${specifier}`),
    );
    expect(undeclared).toEqual([]);
  });
});

function packageOf(specifier: string): string {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
}
