import { describe, expect, it } from "vitest";
import { directMechanism } from "../../src/model/mechanism.js";
import { exact } from "../../src/numeric/arithmetic.js";
import { rational } from "../../src/numeric/rational.js";
import { compareRevenue } from "../../src/theory/index.js";
import { groves, majorityOf } from "./population.js";

const pivot = groves(false);
const { environment } = pivot;
const on = (mechanism: typeof pivot) => directMechanism(environment, mechanism);

describe("compareRevenue", () => {
  it("finds the constants when payments differ by what others report", () => {
    const shifted = on(groves(false, (i, types) => rational(types[(i + 1) % 3], i + 1)));
    const found = compareRevenue(pivot, shifted);
    expect(found.answer).toBe("payments-differ-by-a-constant");
    expect(found.agents.map(({ constant }) => constant?.exact)).toEqual(["2/3", "1/3", "2/9"]);
  });

  it("names the types between which payments differ by more than a constant", () => {
    const steeper = on(groves(false, (i, types) => rational(i === 1 ? types[1] : 0)));
    const found = compareRevenue(pivot, steeper);
    expect(found.answer).toBe("payments-differ");
    expect(found.agents[1]).toMatchObject({
      answer: "payments-differ",
      types: ["against", "for"],
      differences: [{ exact: "0" }, { exact: "1" }],
    });
  });

  it("says where allocations differ, and by how much", () => {
    expect(compareRevenue(pivot, on(majorityOf(false))).answer).toBe("payments-differ");
    const never = directMechanism(environment, {
      name: "never",
      anonymous: true,
      outcome: () => ({ lottery: 0, payments: [exact.zero, exact.zero, exact.zero] }),
    });
    expect(compareRevenue(pivot, never).agents[0].allocation).toMatchObject({
      report: "for",
      type: "for",
      difference: { exact: "-16/9" },
    });
  });

  it("refuses mechanisms of different environments", () => {
    expect(() => compareRevenue(pivot, groves(false))).toThrow(/same environment/);
  });
});
