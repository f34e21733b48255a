import { expect, test } from "vitest";
import { type DesignQuestion, NOTHING } from "../../src/design/index.js";
import { CandorError } from "../../src/numeric/candor-error.js";
import { design, environment, optimum, verified } from "./designs.js";

/** Bergemann and Morris (2005), example without separability, with beliefs of a known-payoff-type space. */
const EXAMPLE = `
money: false
agents: { One: { types: [first, second] }, Two: { types: [first, second] } }
alternatives: [a, b, c]
values:
  One:
    index: [own, Two, alternative]
    entries: { first: { first: [1, -1, 0], second: [-1, 1, 0] }, second: { first: [0, 0, 1], second: [0, 0, 1] } }
  Two:
    index: [One, own, alternative]
    entries: { first: { first: [0, 2, 0], second: [2, 0, 0] }, second: { first: [0, 0, 1], second: [0, 0, 1] } }
correspondence: "types.One == 'first' ? alternative != 'c' : alternative == 'c'"
`;
const beliefs = (text: string) => `${EXAMPLE}beliefs: ${text}\n`;
const PERSONAL = `{ personal: { agents: {
  One: { first: [1/3, 2/3], second: [1/4, 3/4] }, Two: { first: [1/5, 4/5], second: [1, 0] } } } }`;
const ask = (changes: Partial<DesignQuestion>): Partial<DesignQuestion> => ({
  objective: NOTHING,
  participation: [],
  ...changes,
});
const sure = { deterministic: true } as const;

test("no sure selection of the correspondence is ex post truthful: the cases prove it", async () => {
  const found = await design(beliefs("{ independent: uniform }"), ask({ incentives: ["ex-post"], ...sure }));
  expect(found.kind).toBe("infeasible");
  expect(verified(found)).toBe("accepted: no mechanism satisfies the constraints");
});

test("with lotteries one is: half a, half b", async () => {
  const found = await design(beliefs("{ independent: uniform }"), ask({ incentives: ["ex-post"] }));
  expect(verified(found)).toBe("accepted: value = 0");
  if (found.kind !== "optimal") throw new Error(found.kind);
  for (const k of [0, 1])
    expect(found.designed.allocation[k]).toMatchObject([{ n: 1n, d: 2n }, { n: 1n, d: 2n }, { n: 0n }]);
});

test.each(["{ independent: uniform }", "{ joint: [[1/2, 0], [1/4, 1/4]] }", PERSONAL])(
  "on average a sure selection is truthful with beliefs %s",
  async (held) => {
    expect(await optimum(beliefs(held), ask({ incentives: ["bayesian"], ...sure }))).toBe("0");
    const found = await design(beliefs(held), ask({ incentives: ["bayesian"], ...sure }));
    if (found.kind !== "optimal") throw new Error(found.kind);
    const { allocation } = found.designed;
    expect(allocation.every((lottery) => lottery.some(({ n, d }) => n === d))).toBe(true);
    // Within the correspondence: c just when One is of the second type.
    expect(allocation.map((lottery) => lottery[2].n)).toEqual([0n, 0n, 1n, 1n]);
  },
);

test("a profile at which nothing may be chosen is named", async () => {
  const empty = beliefs("{ independent: uniform }").replace("alternative == 'c'", "false");
  const refusal = await design(empty, ask({ incentives: [] })).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(CandorError);
  expect((refusal as CandorError).message).toContain("One = second, Two = first");
});

test("a certificate whose mechanism leaves the correspondence is rejected", async () => {
  const found = await design(beliefs("{ independent: uniform }"), ask({ incentives: [] }));
  if (found.kind !== "optimal") throw new Error(found.kind);
  const [, ...others] = found.designed.allocation;
  const outside = { ...found.designed, allocation: [others[2], ...others] };
  expect(verified({ ...found, designed: outside })).toBe("rejected: it chooses nothing allowed at 0");
});

test("the state counts where the condition names it: what may be chosen must be allowed in every possible state", () => {
  const text = `
agents: { Ann: { types: [low, high] } }
states: [dry, wet]
alternatives: [stay, go]
values: 0
possible: "types.Ann == 'high' || state == 'dry'"
correspondence: "state == 'dry' || alternative == 'stay'"
beliefs: { signals: { prior: [1/2, 1/2], likelihood: { dry: [1/2, 1/2], wet: [0, 1] } } }
`;
  const { correspondence } = environment(text);
  expect(correspondence?.(1, [0], 0)).toBe(true);
  expect(correspondence?.(1, [1], 1)).toBe(false);
});
