import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boundValue, objectiveValue, solveSparseExactly } from "../../src/design/exact-simplex.js";
import { sha256 } from "../../src/design/sha256.js";
import { solveExactly } from "../../src/numeric/linear-program/index.js";
import { compare, negate, type Rational, rational } from "../../src/numeric/rational.js";

const number = fc.integer({ min: -4, max: 4 }).map((n) => rational(n));

const programs = fc
  .record({ width: fc.integer({ min: 1, max: 4 }), height: fc.integer({ min: 1, max: 4 }) })
  .chain(({ width, height }) =>
    fc.record({
      objective: fc.array(number, { minLength: width, maxLength: width }),
      free: fc.array(fc.boolean(), { minLength: width, maxLength: width }),
      constraints: fc.array(
        fc.record({
          coefficients: fc.array(number, { minLength: width, maxLength: width }),
          relation: fc.constantFrom("<=" as const, "=" as const),
          bound: number,
        }),
        { minLength: height, maxLength: height },
      ),
      start: fc.shuffledSubarray(
        Array.from({ length: width + height }, (_, j) => j),
        { minLength: height, maxLength: height },
      ),
    }),
  );

const sparse = (row: readonly Rational[]) => new Map(row.entries());

describe("the sparse exact method", () => {
  test("agrees with the tableau from any start, singular ones too, and proves what it says", () => {
    fc.assert(
      fc.property(programs, ({ objective, free, constraints, start }) => {
        const program = {
          objective,
          free,
          rows: constraints.map(({ coefficients, relation, bound }) => ({
            coefficients: sparse(coefficients),
            relation,
            bound,
          })),
        };
        // A free variable is the difference of two.
        const split = (row: readonly Rational[]) => [...row, ...row.filter((_, j) => free[j]).map(negate)];
        const expected = solveExactly({
          objective: split(objective),
          constraints: constraints.map((row) => ({ ...row, coefficients: split(row.coefficients) })),
        });
        const found = solveSparseExactly(program, { basis: start });
        expect(found.kind).toBe(expected.kind);
        if (found.kind === "optimal" && expected.kind === "optimal") {
          expect(objectiveValue(program, found.primal)).toEqual(expected.value);
          expect(boundValue(program, found.prices)).toEqual(expected.value);
        }
        if (found.kind === "infeasible")
          expect(compare(boundValue(program, found.farkas), rational(0))).toBeLessThan(0);
        if (found.kind === "unbounded")
          expect(compare(objectiveValue(program, found.ray), rational(0))).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

test("the digest is SHA-256", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300, unit: "grapheme" }), (text) => {
      expect(sha256(text)).toBe(createHash("sha256").update(text).digest("hex"));
    }),
  );
});
