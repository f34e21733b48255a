import { expect, test } from "vitest";
import { NOTHING, REVENUE } from "../../src/design/index.js";
import { design, optimum, unproved, verified } from "./designs.js";

// Situations at the edge of the definitions; each was once answered wrongly.

test("a correspondence binds at profiles of probability 0, with states, too", async () => {
  const model = (states: string, joint: string) => `
money: false
agents: { Ann: { types: [l, h] } }
${states}alternatives: [p, q]
values: "alternative == 'p' ? 1 : 0"
correspondence: "types.Ann == 'h' ? alternative == 'p' : alternative == 'q'"
beliefs: { joint: ${joint} }
`;
  const asked = { objective: NOTHING, incentives: ["dominant"], participation: [] } as const;
  expect(await optimum(model("", "[1, 0]"), asked)).toBe("infeasible");
  expect(await optimum(model("states: [x, y]\n", "[[1/2, 1/2], [0, 0]]"), asked)).toBe("infeasible");
});

test("ex post constraints hold where nobody thinks any state possible, when the state does not matter", async () => {
  const model = (states: string, joint: string) => `
agents: { Ann: { types: [l, h] } }
${states}alternatives: [p]
values: "own == 'l' ? 0 : 0 - 1"
beliefs: { joint: ${joint} }
`;
  const asked = { incentives: ["dominant"], participation: ["ex-post"] } as const;
  // The payment is one and the same, and type h has to be paid 1.
  expect(await optimum(model("", "[1, 0]"), asked)).toBe("-1");
  const found = await design(model("states: [x, y]\n", "[[1/2, 1/2], [0, 0]]"), asked);
  expect(verified(found)).toBe("accepted: value = -1");
  expect(found.kind === "optimal" && unproved(found.mechanism, found.question)).toEqual([]);
});

const THREE = `
agents: { Ann: { types: [0, 1] }, Bob: { types: [0, 1] }, Cid: { types: [0, 1] } }
beliefs: { joint: { weights: [[[1, 2], [2, 5]], [[3, 1], [1, 7]]] } }
`;

test("three alike agents of whom the prior singles one out are treated alike, with a proof", async () => {
  const sale = `${THREE}alternatives: { object: { to: all, nobody: true } }\nvalues: own * gets\n`;
  const asked = { anonymous: true, incentives: ["dominant"], participation: ["ex-post"] } as const;
  expect(await optimum(sale, asked)).toBe("21/22");
  const stingy = `${THREE}alternatives: [p, q]\nvalues: "alternative == 'p' ? own : 1/2"\noutside: 3/4\n`;
  const nothing = { anonymous: true, objective: NOTHING, money: ["balanced"] } as const;
  expect(await optimum(stingy, nothing)).toBe("infeasible");
  expect(verified(await design(stingy, nothing))).toBe("accepted: no mechanism satisfies the constraints");
});

test("what is asked of beliefs needs some, even if nothing is to be maximized", async () => {
  const bare =
    "agents: { Ann: { types: [l, h] } }\nalternatives: [p, q]\nvalues: \"alternative == 'p' ? 1 : 0\"\n";
  for (const asked of [{}, { incentives: [] }, { incentives: [], participation: ["ex-ante"] }] as const)
    await expect(design(bare, { objective: NOTHING, ...asked })).rejects.toMatchObject({
      code: "no-beliefs",
    });
  const states = bare
    .replace("alternatives", "states: [x, y]\nalternatives")
    .replace("== 'p' ?", "== 'p' && state == 'x' ?");
  const dominant = { objective: NOTHING, incentives: ["dominant"], participation: [] } as const;
  await expect(design(states, dominant)).rejects.toMatchObject({ code: "no-beliefs" });
  expect(await optimum(bare, dominant)).toBe("0");
});

test("a question without payments in its objective is answered without a program where incentives can be paid for", async () => {
  const found = await design(`${THREE}alternatives: [p, q]\nvalues: "alternative == 'p' ? own : 1/2"\n`, {
    objective: { revenue: REVENUE.welfare, welfare: REVENUE.revenue },
    incentives: ["dominant"],
    participation: ["ex-post"],
  });
  expect(found.formulation.payments).toBe("potential");
  expect(verified(found)).toMatch(/^accepted: value = /);
});
