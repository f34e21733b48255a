import { expect, test } from "vitest";
import { codeOf, cyclesOf, importsIn, resolveImport } from "./source-files.js";

test("static, type-only, dynamic and re-exporting imports are found, over several lines too", () => {
  const text = `
import a from "./a.js";
import type { B } from "./b.js";
import {
  c,
  type D,
} from "./c.js";
import "./e.js";
export * from "./f.js";
export { g } from "./g.js";
const h = await import("./h.js");
let i: import("./i.js").I;
new Worker(new URL("./j.js", import.meta.url));`;
  expect(importsIn(text).sort()).toEqual([..."abcefghij"].map((letter) => `./${letter}.js`));
});

test("imports in comments are not imports, and strings and patterns hide no code", () => {
  expect(importsIn(`// import a from "./a.js";\n/* import("./b.js") */\nconst s = "// no comment";`)).toEqual(
    [],
  );
  expect(importsIn(`const p = /["']/;\nimport a from "./a.js";\n// "`)).toEqual(["./a.js"]);
  expect(codeOf(`f("console.log"); // console\nconst p = /console/;`)).not.toContain("console");
  expect(codeOf("const s = `// not a comment`; console.log(s);")).toContain("console.log");
  expect(codeOf("const half = total / 2; const s = 'x'; console.log(half / 3);")).toContain("console.log");
});

test("relative imports resolve to source files", () => {
  expect(resolveImport("packages/core/src/io/load.ts", "../model/environment.js")).toBe(
    "packages/core/src/model/environment.ts",
  );
});

test("cycles are found and named", () => {
  const graph = { a: ["b"], b: ["c"], c: ["b"], d: ["d"], e: ["a"] };
  expect(cyclesOf(new Map(Object.entries(graph)))).toEqual([
    ["b", "c", "b"],
    ["d", "d"],
  ]);
});
