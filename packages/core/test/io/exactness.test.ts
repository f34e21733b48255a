import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withModel } from "../../src/io/load.js";
import { buildEnvironment } from "../../src/io/model-file/environment.js";
import { parseModel } from "../../src/io/model-file/parse.js";
import { exact, float } from "../../src/numeric/arithmetic.js";
import { printRational, type Rational } from "../../src/numeric/rational.js";
import { PROPERTIES } from "../../src/properties/registry.js";
import { MODELS, titleOf } from "./models.js";

/** The one value of a model with one agent, one type and one alternative, in fractions. */
function computed(expression: string, type = "1"): string {
  const text = `candor: 1\nagents: { A: { types: [${type}] } }\nalternatives: [a]\nvalues: ${JSON.stringify(expression)}\n`;
  const { environment } = buildEnvironment(parseModel(text), exact);
  return printRational(environment.values[0].at(0, [0], 0) as Rational);
}

describe("numbers are the fractions they are written as", () => {
  test.each([
    ["0.1 + 0.2", "3/10"],
    ["0.1 + 0.2 == 0.3 ? 1 : 0", "1"],
    ["1e-3", "1/1000"],
    ["1e-3 * 1e3", "1"],
    ["1/3 + 1/6", "1/2"],
    ["0.30000000000000004 - 0.3", "1/25000000000000000"],
    ["9007199254740993 - 9007199254740992", "1"],
    ["1e22 + 1 - 1e22", "1"],
    ["2^1000 - 2^1000 + 1", "1"],
    ["(2/3)^-2", "9/4"],
    ["2^3^2", "512"],
    ["-7 % 3", "2"],
    ["floor(-1/2) + ceil(-1/2)", "-1"],
    ["min(1/3, 0.3) + max(1/3, 0.3)", "19/30"],
    ["mean(types)", "1"],
    ["pow(1/2, 10)", "1/1024"],
    ["abs(-0.7)", "7/10"],
    ["0^0", "1"],
    ["1^10000000000", "1"],
    ["(-1)^10000000001", "-1"],
  ])("%s is %s", (expression, value) => {
    expect(computed(expression)).toBe(value);
  });

  test.each(["0.1", '"0.1"', "1/10", "1e-1", ".1", "1_0/1_00", "+0.10", "0.5/5"])(
    "a type written %s",
    (type) => {
      expect(computed("own", type)).toBe("1/10");
      expect(computed("own + 0.2 == 0.3 ? 1 : 0", type)).toBe("1");
    },
  );

  test("JSON numbers too", () => {
    const json =
      '{"candor": 1, "agents": {"A": {"types": [0.1, 0.30000000000000001]}}, "alternatives": ["a"], "values": "own"}';
    const { values } = buildEnvironment(parseModel(json), exact).environment;
    expect([0, 1].map((t) => printRational(values[0].at(0, [t], 0) as Rational))).toEqual([
      "1/10",
      "30000000000000001/100000000000000000",
    ]);
  });

  test("any decimal", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(30), (digits, places) => {
        const sign = digits < 0n ? "-" : "";
        const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, "0");
        const decimal = `${sign}${text.slice(0, text.length - places)}.${text.slice(text.length - places)}`;
        expect(computed(`own * 10^${places}`, decimal)).toBe(`${digits}`);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});

describe("roots and other irrational numbers", () => {
  test("make a model be computed in doubles, which is said", () => {
    const model = parseModel(
      "candor: 1\nagents: { A: { types: [2] } }\nalternatives: [a]\nvalues: sqrt(own)\n",
    );
    withModel(model, "auto", undefined, ({ arithmetic, note }) => {
      expect(arithmetic.kind).toBe("float");
      expect(note).toMatch(/^Computed in doubles: .*square root/);
    });
    expect(() => withModel(model, "exact", undefined, () => {})).toThrow(/square root.*--float/);
  });

  test("are finite", () => {
    const build = (values: string) => () =>
      buildEnvironment(
        parseModel(`candor: 1\nagents: { A: { types: [0] } }\nalternatives: [a]\nvalues: ${values}\n`),
        float,
      );
    expect(build("sqrt(0-1)")).toThrow(/NaN/);
    expect(build("log(own)")).toThrow(/-Infinity/);
    expect(build("exp(1000)")).toThrow(/Infinity/);
    expect(build("1e300 * 1e300")).toThrow(/gives Infinity here; every value must be finite/);
  });

  test("huge powers are refused at once", () => {
    const started = performance.now();
    expect(() => computed("2^10^9")).toThrow(/power this large/);
    expect(() => computed("((2^1000)^1000)^1000")).toThrow(/power this large/);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe("both notations and both arithmetics agree", () => {
  const answers = (text: string, mode: "exact" | "float") =>
    withModel(parseModel(text), mode, undefined, ({ mechanism }) =>
      PROPERTIES.map(({ id, check }) => ({ id, epsilon: check(mechanism!, {}).epsilon })),
    );

  test.each(MODELS.map((text) => [titleOf(text), text]))("%s", (_, text) => {
    const inFractions = answers(text, "exact");
    expect(answers(asJson(parseModel(text).source.data), "exact")).toEqual(inFractions);
    answers(text, "float").forEach(({ id, epsilon }, k) => {
      expect(inFractions[k].id).toBe(id);
      if (epsilon && inFractions[k].epsilon)
        expect(epsilon.value).toBeCloseTo(inFractions[k].epsilon.value, 9);
    });
  });
});

/** JSON with numbers as numbers, so that their source text is read. */
function asJson(data: unknown): string {
  return JSON.stringify(data, null, "\t").replace(/"(-?(?:0|[1-9]\d*)(?:\.\d+)?)"(?!:)/g, "$1");
}
