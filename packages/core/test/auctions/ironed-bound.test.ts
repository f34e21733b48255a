import fc from "fast-check";
import { expect, test } from "vitest";
import { conditionalVirtualValues, ironedCover } from "../../src/auctions/conditional-virtual-values.js";
import { coverBound } from "../../src/auctions/cover-bound.js";
import { ironedBound } from "../../src/auctions/ironed-bound.js";
import { ironingPages, openIroning } from "../../src/auctions/ironing.js";
import { axisOf } from "../../src/auctions/lines.js";
import { exact } from "../../src/numeric/arithmetic.js";
import type { CandorError } from "../../src/numeric/candor-error.js";
import { toDouble } from "../../src/numeric/rational.js";
import { type AuctionSketch, exactAuction, floatAuction, sketches } from "./auctions.js";

function tablesOf(sketch: AuctionSketch) {
  const { sizes, values, prior } = floatAuction(sketch);
  return { sizes, values: values as Float64Array[], prior: prior as Float64Array };
}

const anySketch = fc.oneof(sketches(1, 9), sketches(2, 9), sketches(3, 5), sketches(4, 3));

test("the bound in doubles is the exact one within its error, in WebAssembly and in plain TypeScript to the same bit", async () => {
  await fc.assert(
    fc.asyncProperty(anySketch, async (sketch) => {
      const { sizes, values, prior } = tablesOf(sketch);
      const auction = exactAuction(sketch);
      const expected = coverBound(auction, ironedCover(exact, conditionalVirtualValues(auction)));
      const { bound, error } = await ironedBound(sizes, values, prior);
      expect(Math.abs(bound - toDouble(expected.bound))).toBeLessThanOrEqual(error);
      expect(error).toBeLessThan(1e-11 * Math.max(1, bound));
      expect((await ironedBound(sizes, values, prior, { plain: true })).bound).toBe(bound);
    }),
    { numRuns: 150 },
  );
});

test("lines shared out between two threads' rooms in one shared memory give the same cover", async () => {
  const sketch = {
    unit: 1,
    values: [
      [1, 2, 4, 7],
      [-1, 3, 5],
      [2, 3, 6, 8, 9],
    ],
    weights: weights(60),
  };
  const { sizes, values, prior } = tablesOf(sketch);
  const memory = new WebAssembly.Memory({ initial: ironingPages(sizes, 2), maximum: 65536, shared: true });
  const parts = await Promise.all([0, 1].map((worker) => openIroning(sizes, values, { memory, worker })));
  parts[0].prior.set(prior);
  let bound = 0;
  sizes.forEach((_, i) => {
    const { lines } = axisOf(sizes, i);
    const middle = Math.floor(lines / 3);
    bound = parts[1].iron(i, middle, lines) + parts[0].iron(i, 0, middle);
  });
  expect(parts.map(({ kind }) => kind)).toEqual(["wasm", "wasm"]);
  expect(bound).toBeCloseTo((await ironedBound(sizes, values, prior, { plain: true })).bound, 14);
});

test("what is no prior or no grid is refused", async () => {
  const values = [Float64Array.of(1, 2)];
  const codes = await Promise.all(
    [
      ironedBound([2], values, Float64Array.of(1, -1)),
      ironedBound([2], values, Float64Array.of(1, Number.NaN)),
      ironedBound([2], [Float64Array.of(2, 2)], Float64Array.of(1, 1)),
      openIroning([2000], [new Float64Array(2000)], {
        memory: new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true }),
      }),
    ].map((answer) =>
      answer.then(
        () => "none",
        (error: CandorError) => error.code,
      ),
    ),
  );
  expect(codes).toEqual(["invalid-prior", "invalid-prior", "invalid-values", "heap-too-large"]);
});

function weights(count: number): number[] {
  return Array.from({ length: count }, (_, k) => (k * k * 7 + 3 * k) % 11);
}
