import { describe, expect, test } from "vitest";
import { objectOf } from "../../src/io/interval-world/object-of.js";
import { projectOf } from "../../src/io/interval-world/project-of.js";
import { readIntervalWorld } from "../../src/io/interval-world/read-interval-world.js";
import { parseModel } from "../../src/io/model-file/parse.js";
import { CandorError } from "../../src/numeric/candor-error.js";
import { printRational, toDouble } from "../../src/numeric/rational.js";

const OBJECT = {
  agents: '{ Seller: { types: "uniform(0, 1)" }, Buyer: { types: "uniform(0, 1)" } }',
  alternatives: "{ object: { to: all } }",
  values: "own * gets",
};
const MENU = {
  agents: '{ Buyer: { types: "uniform(0, 1)" } }',
  alternatives: "{ quantities: { from: 0, to: 1 } }",
  values: "own * alternative",
};

const world = (sections: Readonly<Record<string, string>>) =>
  readIntervalWorld(
    parseModel(
      `candor: 1\n${Object.entries(sections)
        .map(([key, text]) => `${key}: ${text}\n`)
        .join("")}`,
    ),
  );

function problem(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof CandorError) return `${error.problems[0].path}: ${error.problems[0].message}`;
    throw error;
  }
  return "";
}

describe("formulas are affine only where they are", () => {
  test.each(["größe", "$x", "θ2"])("a definition called %s is looked into", (name) => {
    const defined = (text: string) =>
      objectOf(world({ ...OBJECT, define: `{ ${name}: ${text} }`, values: `${name} * gets` }));
    expect(problem(() => defined("own^2"))).toMatch(/^values: .* Seller's values are not of this form/);
    expect(defined("2 * own").agents[0].values.support).toEqual([0, 2]);
  });

  test("the own type by the agent's name is the own type", () => {
    const values = (seller: string) => `{ Seller: ${seller} * gets, Buyer: own * gets }`;
    expect(problem(() => objectOf(world({ ...OBJECT, values: values("types.Seller^2") })))).toMatch(
      /^values: /,
    );
    const { agents } = objectOf(world({ ...OBJECT, values: values("3 * types.Seller") }));
    expect(agents[0].values.support).toEqual([0, 3]);
    expect(problem(() => world({ ...OBJECT, values: values("types.Buyer") }))).toMatch(/own type alone/);
  });

  test("own comes before a definition of that name, and numbers are no names", () => {
    const squared = { ...OBJECT, define: "{ own: 1, e1: own }", values: "own^2 * gets" };
    expect(problem(() => objectOf(world(squared)))).toMatch(/^values: /);
    expect(objectOf(world({ ...squared, values: "1e1 * own * gets" })).agents[0].values.support).toEqual([
      0, 10,
    ]);
  });

  test("a large constant takes no digits from the slope", () => {
    const { agents } = world({ ...OBJECT, values: "own * gets + exp(30) * gets" });
    expect(toDouble(agents[0].worth[0].affine!.slope)).toBeCloseTo(1, 14);
  });
});

describe("what is not answered is refused", () => {
  test("circular and exploding definitions of quantities", () => {
    const circle = { ...MENU, define: "{ a: b, b: a }", values: "a * own * alternative" };
    expect(problem(() => world(circle))).toBe("values: The definitions are circular: a → b → a.");
    const names = [..."abcdfghijklmnopqrstuvw"];
    const define = names.map((name, k) => `${name}: ${names[k + 1] ?? "own"} + ${names[k + 1] ?? "own"}`);
    const long = { ...MENU, define: `{ ${define.join(", ")} }`, values: "a * alternative" };
    expect(problem(() => world(long))).toMatch(/longer than 4000 characters/);
  });

  test("a world without payments", () => {
    expect(problem(() => world({ ...OBJECT, money: "false" }))).toMatch(/^money: /);
    expect(world({ ...OBJECT, money: "true" }).kind).toBe("object");
  });

  test("payments of nobody, and properties required of a menu", () => {
    const mechanism = (who: string) => `{ outcome: own, payments: { ${who}: own^2 / 2 } }`;
    expect(problem(() => world({ ...MENU, mechanism: mechanism("Byuer") }))).toBe(
      'mechanism.payments.Byuer: There is no agent "Byuer"; did you mean Buyer?',
    );
    const required = { ...MENU, mechanism: mechanism("Buyer"), require: "[bayesian-ic]" };
    expect(problem(() => world(required))).toMatch(/^require: Nothing is proved/);
    expect(world({ ...MENU, mechanism: mechanism("Buyer") }).menu?.payment?.at(1)).toBe(1 / 2);
  });

  test("a project whose stated cost is counted twice or not at all", () => {
    const agents = '{ Citizen: { count: 2, types: "uniform(0, 1)" } }';
    const cost = (values: string, designer: string) =>
      projectOf(
        world({
          agents,
          alternatives: "{ project: { cost: 1 } }",
          values,
          designer: `{ value: ${designer} }`,
        }),
      ).cost;
    const shared = "own * alternative.built - alternative.cost / n";
    expect(problem(() => cost(shared, "0 - alternative.cost"))).toMatch(
      /make the project cost 2 all together/,
    );
    expect(problem(() => cost("own * alternative.built", "0"))).toMatch(
      /make the project cost 0 all together/,
    );
    expect(printRational(cost(shared, "0"))).toBe("1");
  });
});

test("hundreds of bidders are read in seconds", { timeout: 20_000 }, () => {
  const agents = '{ Bidder: { count: 200, types: "uniform(0, 1)" } }';
  const { agents: bidders } = objectOf(world({ ...OBJECT, agents }));
  expect(new Set(bidders.map(({ values }) => values)).size).toBe(1);
  expect(bidders).toHaveLength(200);
});
