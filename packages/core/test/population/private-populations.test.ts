import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseModel } from "../../src/io/index.js";
import { withModel } from "../../src/io/load.js";
import { buildEnvironment } from "../../src/io/model-file/environment.js";
import { float } from "../../src/numeric/arithmetic.js";
import { cellsOf, eachCountCell } from "../../src/population/count-cells.js";
import type { CountedRuleName, PrivatePopulation } from "../../src/population/counted-rules.js";
import {
  type Measured,
  measurePrivatePopulation,
  privatePopulation,
} from "../../src/population/private-populations.js";
import { facts, PROPERTIES } from "../../src/properties/index.js";

interface Instance {
  readonly rich: number;
  readonly poor: number;
  readonly alternatives: number;
  /** Eighths, by type and alternative. */
  readonly values: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly designer: readonly number[];
}

const RULES: readonly CountedRuleName[] = ["pivot", "majority", "agv"];

const instances = fc.integer({ min: 2, max: 3 }).chain((alternatives) => {
  const row = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: alternatives, maxLength: alternatives });
  return fc.record<Instance>({
    rich: fc.integer({ min: 1, max: 3 }),
    poor: fc.integer({ min: 1, max: 3 }),
    alternatives: fc.constant(alternatives),
    values: fc.array(row, { minLength: 5, maxLength: 5 }),
    weights: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 }),
    designer: row,
  });
});

const NAMES = ["a", "b", "c"];

/** Three types of the rich with the given weights, two of the poor with 1/3 and 2/3. */
function modelOf(instance: Instance, rule: string): string {
  const { rich, poor, values, weights, designer, alternatives } = instance;
  const total = weights.reduce((a, b) => a + b, 0);
  const rows = (from: number, to: number) =>
    `{ index: [own, alternative], entries: [${values
      .slice(from, to)
      .map((row) => `[${row.map((v) => `${v}/8`).join(", ")}]`)
      .join(", ")}] }`;
  return `candor: 1
agents: { Rich: { count: ${rich}, types: [x, y, z] }, Poor: { count: ${poor}, types: [x, y] } }
alternatives: { ${NAMES.slice(0, alternatives)
    .map((name, a) => `${name}: { worth: ${designer[a]}/8 }`)
    .join(", ")} }
values: { Rich: ${rows(0, 3)}, Poor: ${rows(3, 5)} }
outside: { Rich: 1/8, Poor: 0 }
designer: { value: alternative.worth, counts: true }
beliefs: { independent: { Rich: [${weights.map((w) => `${w}/${total}`).join(", ")}], Poor: [1/3, 2/3] } }
mechanism: { rule: ${rule} }
`;
}

/** What the general checks say in fractions. */
function inFractions(text: string) {
  return withModel(parseModel(text), "exact", undefined, ({ mechanism }) => {
    const epsilon = (id: string) =>
      PROPERTIES.find((property) => property.id === id)!.check(mechanism!, {}).epsilon!.value;
    const fact = (id: string) => facts(mechanism!).facts.find((each) => each.id === id)!.value.value;
    return {
      dominance: epsilon("dominant-strategy-ic"),
      exPost: epsilon("ex-post-ic"),
      bayesian: epsilon("bayesian-ic"),
      interimShortfall: epsilon("interim-ir"),
      payments: fact("revenue"),
      largestDeficit: epsilon("no-deficit"),
      welfare: fact("welfare"),
      firstBest: fact("first-best"),
      loss: fact("first-best") - fact("welfare"),
    };
  });
}

function population(text: string): PrivatePopulation {
  const found = privatePopulation(buildEnvironment(parseModel(text), float).environment);
  if (typeof found === "string") throw new Error(found);
  return found;
}

const holds = ({ value, errorBound }: Measured, truth: number) =>
  // The truth itself is rounded once here.
  Math.abs(value - truth) <= errorBound + 1e-15 * (1 + Math.abs(truth));

describe("measurePrivatePopulation", () => {
  it.each(RULES)("says of %s what the general checks say in fractions, within its bounds", (rule) => {
    fc.assert(
      fc.property(instances, (instance) => {
        fc.pre(instance.weights.some((weight) => weight > 0));
        const text = modelOf(instance, rule);
        const { exPost, ...truth } = inFractions(text);
        const found = measurePrivatePopulation(population(text), rule);
        for (const [name, value] of Object.entries(truth)) {
          const measured = found[name as keyof typeof found];
          expect([name, holds(measured, value), measured.errorBound < 1e-10]).toEqual([name, true, true]);
        }
        expect(holds(found.dominance, exPost)).toBe(true);
      }),
      { numRuns: 25, seed: 20 },
    );
  });

  it("reports the gain where a rule can be gamed, and another rule's gain is caught", () => {
    // Three alternatives: plurality pays to desert the hopeless favourite.
    const values = [
      [8, 4, 0],
      [0, 8, 4],
      [0, 0, 8],
      [8, 7, 0],
      [0, 0, 8],
    ];
    const instance = { rich: 3, poor: 3, alternatives: 3, values, weights: [1, 1, 1], designer: [0, 0, 0] };
    for (const rule of ["majority", "agv"] as const) {
      const { dominance } = measurePrivatePopulation(population(modelOf(instance, rule)), rule);
      expect(dominance.value).toBeGreaterThan(0.1);
      expect(holds(dominance, inFractions(modelOf(instance, rule)).dominance)).toBe(true);
      expect(holds(dominance, inFractions(modelOf(instance, "pivot")).dominance)).toBe(false);
    }
  });

  it("reaches ten thousand members: the pivot mechanism collects n C(n, n/2)/2^(n+1)", () => {
    const signs: PrivatePopulation = {
      alternatives: 2,
      designer: new Float64Array(2),
      groups: [
        { members: 10_000, probability: [0.5, 0.5], values: Float64Array.of(-1, 0, 1, 0), outside: [0, 0] },
      ],
    };
    const { payments, dominance, loss, firstBest } = measurePrivatePopulation(signs, "pivot");
    // C(2m, m)/4^m = Π (1 − 1/(2k)).
    let central = 1;
    for (let k = 1; k <= 5000; k++) central *= 1 - 1 / (2 * k);
    expect(payments.value).toBeCloseTo(5000 * central, 6);
    expect(payments.errorBound).toBeLessThan(1e-5);
    expect(firstBest.value).toBeCloseTo(5000 * central, 6);
    expect(dominance.value).toBeLessThanOrEqual(dominance.errorBound);
    expect(loss.value).toBeLessThanOrEqual(loss.errorBound);
  });

  it("refuses more type counts than can be listed", () => {
    const many: PrivatePopulation = {
      alternatives: 1,
      designer: new Float64Array(1),
      groups: [
        {
          members: 10_000,
          probability: [0.25, 0.25, 0.25, 0.25],
          values: new Float64Array(4),
          outside: [0, 0, 0, 0],
        },
      ],
    };
    expect(() => measurePrivatePopulation(many, "majority")).toThrowError(
      expect.objectContaining({ code: "too-large" }),
    );
  });
});

describe("eachCountCell", () => {
  it("visits every count once with its probability", () => {
    const blocks = [
      { members: 2, probability: [0.25, 0.75] },
      { members: 1, probability: [0.5, 0, 0.5] },
    ];
    const seen: string[] = [];
    let total = 0;
    const cells = eachCountCell(blocks, (counts, probability) => {
      seen.push(`${[...counts].join("")}: ${Number(probability.toPrecision(12))}`);
      total += probability;
    });
    expect(seen).toEqual([
      "02001: 0.28125",
      "02010: 0",
      "02100: 0.28125",
      "11001: 0.1875",
      "11010: 0",
      "11100: 0.1875",
      "20001: 0.03125",
      "20010: 0",
      "20100: 0.03125",
    ]);
    expect([cells, cellsOf(blocks)]).toEqual([9, 9]);
    expect(total).toBeCloseTo(1, 14);
  });

  it("keeps its digits with thousands of members", () => {
    let total = 0;
    eachCountCell([{ members: 5000, probability: [0.3, 0.7] }], (_, probability) => (total += probability));
    expect(Math.abs(total - 1)).toBeLessThan(2e-12);
  });
});

describe("privatePopulation", () => {
  const reason = (text: string) => privatePopulation(buildEnvironment(parseModel(text), float).environment);
  const base = (values: string, rest = "beliefs: { independent: uniform }") => `candor: 1
agents: { Voter: { count: 3, types: [0, 1] } }
alternatives: [a, b]
values: '${values}'
${rest}
`;

  it.each([
    ["values are not private", base("own + sum(others)")],
    ["types are not independent", base("own", "")],
    [
      "types are not independent",
      base(
        "own",
        "states: [s, t]\nbeliefs: { signals: { prior: uniform, likelihood: { s: [1/2, 1/2], t: [1/4, 3/4] } } }",
      ),
    ],
    [
      "the designer's value depends on types or the state",
      base("own", "designer: { value: sum(types), counts: true }\nbeliefs: { independent: uniform }"),
    ],
    [
      "alternatives tell alike agents apart",
      `candor: 1
agents: { Buyer: { count: 2, types: [0, 1] } }
alternatives: { object: { to: all } }
values: own * gets
beliefs: { independent: uniform }
`,
    ],
  ])("says that %s", (text, model) => {
    expect(reason(model)).toBe(text);
  });
});
