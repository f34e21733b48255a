import { describe, expect, it } from "vitest";
import { checkDenseHere } from "../../../src/numeric/kernels/index.js";

describe("types of probability 0", () => {
  const tables = {
    allocation: [Float64Array.of(0, 1)],
    payments: [Float64Array.of(0, 5)],
  };
  const problem = (probability: number) => ({
    shape: [2],
    values: [Float64Array.of(0, 3)],
    outside: [Float64Array.of(0, 0)],
    beliefs: { kind: "independent" as const, marginals: [Float64Array.of(1 - probability, probability)] },
  });

  it("may gain by lying and stay below their outside option unnoticed under independent beliefs", async () => {
    const { agents } = await checkDenseHere(problem(0), tables);
    expect(agents[0].epsilon).toBe(0);
    expect(agents[0].worstParticipation.shortfall).toBe(0);
  });

  it("count as soon as they occur: type 1 pays 5 for 3 and gains 2 by staying out", async () => {
    const { agents } = await checkDenseHere(problem(1e-6), tables);
    expect(agents[0].epsilon).toBe(2);
    expect(agents[0].worstParticipation.shortfall).toBe(2);
  });
});
