import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesUnder, importsIn, textOf } from "./architecture/source-files.js";
import { ROOT, run } from "./commands.js";

const examples = filesUnder("examples").filter((path) => path.endsWith(".mjs"));
const { exports } = JSON.parse(textOf("packages/core/package.json"));

test("there are examples", () => {
  expect(examples.length).toBeGreaterThan(3);
});

describe.each(examples)("%s", (path) => {
  test("uses public subpaths only", () => {
    const allowed = [
      "node:assert/strict",
      ...Object.keys(exports).map((key) => key.replace(".", "@candor/core")),
    ];
    expect(importsIn(textOf(path)).filter((specifier) => !allowed.includes(specifier))).toEqual([]);
  });

  test("asserts its result and prints it", () => {
    expect(textOf(path)).toMatch(/\bassert\.\w+\(|\bassert\(/);
    const { code, stdout, stderr } = run(ROOT, process.execPath, join(ROOT, path));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.trim()).not.toBe("");
  });
});
