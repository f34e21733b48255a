import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

test("the committed WebAssembly is what its source compiles to", async () => {
  const build = new URL("../../../kernels/build.mjs", import.meta.url).href;
  const { generate } = (await import(build)) as { generate(): Promise<string> };
  const committed = await readFile(
    new URL("../../../src/numeric/kernels/generated.ts", import.meta.url),
    "utf8",
  );
  expect(await generate()).toBe(committed);
}, 60_000);
