import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

test("the committed WebAssembly is what its sources compile to", async () => {
  const { MODULES, generate, targetOf } = await import(
    new URL("../../../kernels/build.mjs", import.meta.url).href
  );
  expect(MODULES).toHaveLength(2);
  for (const module of MODULES)
    expect(await generate(module), module.target).toBe(await readFile(targetOf(module), "utf8"));
}, 60_000);
