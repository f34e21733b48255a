import { describe, expect, it } from "vitest";
import { efficientAllocation } from "../../src/mechanisms/index.js";
import { exact, float } from "../../src/numeric/arithmetic.js";
import { environmentOf, projectSketch, q, type Sketch } from "./environments.js";

const project = projectSketch(3, [q(0), q(1), q(3)], q(3));

describe("efficientAllocation", () => {
  it("takes the alternative listed first among the best, or draws among them", () => {
    const environment = environmentOf(exact, project);
    expect(efficientAllocation(environment, "lowest-index").choose([0, 0, 2]).lottery).toBe(0);
    expect(efficientAllocation(environment, "uniform").choose([0, 0, 2]).lottery).toEqual([
      q("1/2"),
      q("1/2"),
    ]);
    expect(efficientAllocation(environment, "uniform").choose([0, 1, 2]).lottery).toBe(1);
  });

  it("adds up reported values, the designer's included where it counts", () => {
    const counted = { ...project, designer: (a: number) => q(a === 0 ? 2 : 0) };
    const totals = (sketch: Sketch) =>
      efficientAllocation(environmentOf(exact, sketch), "uniform").choose([0, 1, 2]).totals;
    expect(totals(project)).toEqual([q(0), q(1)]);
    expect(totals(counted)).toEqual([q(2), q(1)]);
  });

  it("leaves one agent out, or puts another type of it in", () => {
    const allocation = efficientAllocation(environmentOf(exact, project), "lowest-index");
    const choice = allocation.choose([0, 1, 2]);
    expect(allocation.highest(choice, 2, 2)).toEqual({ alternative: 0, value: q(0) });
    expect(allocation.highest(choice, 2, 2, 2)).toEqual({ alternative: 1, value: q(1) });
    expect(allocation.othersValue(choice, 2, 2)).toEqual(q(-1));
  });

  it("takes doubles that differ by rounding alone for tied", () => {
    const sketch: Sketch = {
      names: ["A", "B", "C"],
      types: [[q(0)], [q(0)], [q(0)]],
      alternatives: [{ name: "sum" }, { name: "whole" }],
      value: (i, a) => (a === 0 ? q(["0.1", "0.2", "0.3"][i]) : q(["0.6", "0", "0"][i])),
    };
    expect(0.1 + 0.2 + 0.3).not.toBe(0.6);
    const drawn = efficientAllocation(environmentOf(float, sketch), "uniform").choose([0, 0, 0]);
    expect(Array.from(drawn.lottery as Float64Array)).toEqual([0.5, 0.5]);
    expect(efficientAllocation(environmentOf(exact, sketch), "uniform").choose([0, 0, 0]).lottery).toEqual([
      q("1/2"),
      q("1/2"),
    ]);
  });
});
