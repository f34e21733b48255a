import { describe, expect, it } from "vitest";
import { allocationProblem } from "../../../src/intervals/efficiency/allocation-problem.js";
import { typeIntervals } from "../../../src/intervals/efficiency/efficient-problem.js";
import { leastUtility } from "../../../src/intervals/efficiency/least-utility.js";
import { linearOption, type OutsideOption } from "../../../src/intervals/efficiency/outside-option.js";
import { worstOff } from "../../../src/intervals/efficiency/worst-off.js";
import { discrete } from "../../../src/intervals/families/discrete.js";
import { exponential } from "../../../src/intervals/families/exponential.js";
import { normal } from "../../../src/intervals/families/normal.js";
import { restricted } from "../../../src/intervals/families/restricted.js";
import { triangular } from "../../../src/intervals/families/triangular.js";
import { uniform } from "../../../src/intervals/families/uniform.js";

const unit = uniform(0, 1);
const rival = { name: "b", distribution: triangular(0, 0.4, 1.2), outside: linearOption(0) };
const pair = (distribution: typeof unit, outside: OutsideOption) =>
  allocationProblem([{ name: "a", distribution, outside }, rival]);

const OPTIONS: Readonly<Record<string, OutsideOption>> = {
  kink: {
    value: (x) => Math.min(x, 0.5),
    slope: (x) => (x < 0.5 ? 1 : 0),
    concave: true,
    breakpoints: [0.5],
  },
  root: { value: (x) => Math.sqrt(x) / 2, slope: (x) => 0.25 / Math.sqrt(x), concave: true },
  convex: { value: (x) => (x * x) / 2, slope: (x) => x },
  maximum: { value: (x) => Math.max(0.3, 0.8 * x), breakpoints: [0.375] },
  wave: { value: (x) => 0.3 * x + 0.1 * Math.sin(9 * x) },
};

describe("leastUtility", () => {
  it("is the longest path to every type among finitely many, whatever the outside option", () => {
    const law = discrete([0.05, 0.2, 0.5, 0.55, 0.9, 1.1], [0.1, 0.2, 0.2, 0.1, 0.3, 0.1]);
    for (const option of Object.values(OPTIONS)) {
      const problem = pair(law, option);
      const [agent] = problem.agents;
      const { utility } = leastUtility(agent, problem.expectedWelfare);
      const types = law.atoms.map(({ at }) => at);
      // Bellman–Ford from the definition: U(x) ≥ IR(x), U(x) ≥ U(y) + (x − y) Q(y).
      const least = types.map((x) => option.value(x));
      for (let round = 0; round < types.length; round++)
        types.forEach((x, k) => {
          types.forEach((y, j) => {
            least[k] = Math.max(least[k], least[j] + (x - y) * agent.share(y));
          });
        });
      types.forEach((x, k) => {
        expect(utility(x)).toBeCloseTo(least[k], 12);
      });
    }
  });

  it("keeps participation and incentives across gaps, and nothing less would", () => {
    const law = restricted(uniform(0, 1.2), [
      [0, 0.25],
      [0.7, 1.2],
    ]);
    for (const option of Object.values(OPTIONS)) {
      const problem = pair(law, option);
      const [agent] = problem.agents;
      const { utility } = leastUtility(agent, problem.expectedWelfare);
      const types = typeIntervals(law).flatMap(([from, to]) =>
        Array.from({ length: 41 }, (_, k) => from + ((to - from) * k) / 40),
      );
      const left = types.map(utility);
      const slack = Math.min(...types.map((x, k) => left[k] - option.value(x)));
      const incentives = types.flatMap((x, k) =>
        types.map((y, j) => left[k] - left[j] - (x - y) * agent.share(y)),
      );
      expect(Math.min(...incentives)).toBeGreaterThan(-1e-12);
      expect(slack).toBeGreaterThan(-1e-12);
      expect(slack).toBeLessThan(2e-3);
    }
  });
});

describe("worstOff", () => {
  it("finds the type to all digits where the option has a slope", () => {
    const wave = { ...OPTIONS.wave, slope: (x: number) => 0.3 + 0.9 * Math.cos(9 * x) };
    const [agent] = pair(unit, wave).agents;
    const { type, method } = worstOff(agent);
    expect(method).toBe("search");
    expect(Math.abs(agent.share(type) - wave.slope(type))).toBeLessThan(1e-14);
  });

  it("refuses options that outgrow every mechanism, however they are written, and options with poles", () => {
    const [quadratic] = pair(exponential(1), OPTIONS.convex).agents;
    expect(() => worstOff(quadratic)).toThrow(/grows faster/);
    const [falling] = pair(normal(0, 1), { value: (x) => -x }).agents;
    expect(() => worstOff(falling)).toThrow(/grows faster/);
    const [pole] = pair(unit, { value: (x) => 0.1 / (0.3 - x) }).agents;
    expect(() => worstOff(pole)).toThrow(/without bound near type 0.3/);
  });

  it("follows an unbounded tail to a limit", () => {
    const agent = (outside: OutsideOption) => ({ name: "", distribution: exponential(1), outside });
    const owner = allocationProblem([agent({ value: (x) => x + 0.1 }), agent(linearOption(0))]).agents[0];
    const { type, net } = worstOff(owner);
    expect(type).toBe(Infinity);
    expect(net).toBeCloseTo(-0.1, 12);
  });
});
