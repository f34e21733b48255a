import {
  type Certificate,
  certificateDigest,
  type DesignQuestion,
  type FiniteTables,
} from "@candor/core/design";
import { parseRational, printRational, type Rational } from "@candor/core/numeric";
import { verifyText } from "@candor/verifier";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { formulate } from "../../core/src/design/formulation.js";
import type { SparseRow } from "../../core/src/numeric/linear-program/exact-program.js";
import { objectiveValue, solveExactly } from "../../core/src/numeric/linear-program/solve-exactly.js";
import { answerTo, CASES, certificateOf, leavesOf, type Path, replaced } from "./certificates.js";

/** Names: they are told to people and enter no inequality. A changed one is caught by the digest alone. */
const NAMES = /^(title|model|digest|environment\.(agents|alternatives|states)\b)/;

const isNumber = (value: unknown) => typeof value === "string" && /^-?\d+(\/\d+)?$/.test(value);
const change = fc.constantFrom("1", "-1", "1/2", "-1/1000");

/** The leaf moved by the change, or a flag flipped. */
function moved(value: unknown, by: string): unknown {
  if (typeof value === "boolean") return !value;
  const [a, b] = [parseRational(value as string)!, parseRational(by)!];
  return printRational({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
}

/** The optimum of the environment that the data states, recomputed; with another belief nothing is the same. */
function recomputed({ environment }: Certificate, question: DesignQuestion): string | undefined {
  const numbers = (nested: unknown): unknown =>
    Array.isArray(nested)
      ? nested.map(numbers)
      : isNumber(nested)
        ? parseRational(nested as string)!
        : nested;
  const {
    agents,
    swaps: pairs,
    ...rest
  } = environment as {
    agents: { types: string[] }[];
    swaps: [[number, number], number[]][];
  } & Record<string, unknown>;
  const swaps = pairs.map(([pair, image]) => ({ agents: pair, image }));
  const tables = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, numbers(value)]));
  const sizes = agents.map(({ types }) => types.length);
  const profiles = sizes.reduce((product, size) => product * size, 1);
  const full = { ...tables, agents, swaps, sizes, profiles, independent: false } as unknown as FiniteTables;
  const program = formulate(full, question);
  const value = (rows: SparseRow[]) => {
    const found = solveExactly({ ...program, rows: [...program.rows, ...rows] });
    return found.kind === "optimal" ? objectiveValue(program, found.primal) : undefined;
  };
  if (!question.deterministic) return printed(value([]));
  // Every sure choice in turn.
  const ways = Array.from({ length: full.alternatives.length ** profiles }, (_, way) =>
    value(
      Array.from({ length: profiles }, (_, k) => {
        const a = Math.floor(way / full.alternatives.length ** k) % full.alternatives.length;
        return { coefficients: new Map([[program.columns.lottery(k, a), ONE]]), relation: "=", bound: ONE };
      }),
    ),
  );
  return printed(ways.reduce((a, b) => (a === undefined || (b && order(a, b) < 0) ? b : a)));
}

const ONE: Rational = { n: 1n, d: 1n };
const order = (a: Rational, b: Rational) => Number(a.n * b.d - b.n * a.d);
const printed = (value: Rational | undefined) => value && printRational(value);

describe.each(Object.keys(CASES))("a certificate of %s", (name) => {
  let proof: Certificate;
  let leaves: { path: Path; value: unknown }[];
  const part = (pattern: RegExp) => leaves.filter(({ path }) => pattern.test(path.join(".")));
  beforeAll(async () => {
    proof = await certificateOf(name);
    leaves = leavesOf(proof);
  });

  /** The path of each multiplier and the map it stands in. */
  const multipliersIn = (data: object): [Path, Record<string, string>][] =>
    leavesOf(data).flatMap(({ path }): [Path, Record<string, string>][] => {
      if (path.at(-2) !== "multipliers") return [];
      const map = path.slice(0, -1).reduce((nested: unknown, step) => nested?.[step as never], data);
      return [[path, map as Record<string, string>]];
    });

  /**
   * A changed multiplier may be one that the proof does without: in a case with slack, or between alike agents. Then the claim
   * that stands is still proved, word for word.
   */
  const expectRefusal = (answer: string, what: string, part: string) => {
    const { deterministic, anonymous } = CASES[name].question;
    const spare = (deterministic || anonymous) && (part === "multipliers" || part === "tree");
    expect(answer === `accepted: value = ${proof.claim.upper}` && spare ? "rejected" : answer, what).toMatch(
      /^rejected/,
    );
  };

  test("is accepted", () => {
    expect(verifyText(JSON.stringify(proof)).message).toBe(`accepted: value = ${proof.claim.upper}`);
  });

  test("with any leaf changed is not accepted", () => {
    for (const { path, value } of leaves)
      for (const other of ["1", "7/5", "x", true, false, null, 3].filter((each) => each !== value)) {
        const { status } = verifyText(JSON.stringify(replaced(proof, path, other)));
        expect(status, path.join(".")).not.toBe("accepted");
      }
  });

  test("with any number of the mechanism, the multipliers or the claim moved is rejected on its merits", () => {
    const own = part(/^(mechanism|multipliers|tree|claim)\b/).filter(({ value }) => isNumber(value));
    expect(own.length).toBeGreaterThan(10);
    for (const { path, value } of own)
      for (const by of ["1", "-1", "1/2", "-1/1000"]) {
        const answer = answerTo(replaced(proof, path, moved(value, by)));
        expectRefusal(answer, path.join("."), path[0] as string);
      }
  });

  test("without one of its multipliers is rejected", () => {
    for (const [path, { [path.at(-1)!]: _, ...others }] of multipliersIn(proof)) {
      const at = path.slice(0, -1);
      expectRefusal(answerTo(replaced(proof, at, others)), path.join("."), "multipliers");
      const unknown = { ...others, [`${path.at(-1)}0`]: "1" };
      expect(answerTo(replaced(proof, at, unknown)), path.join(".")).toMatch(/^rejected/);
    }
  });

  test("of another environment is accepted only where it is true of that one too", () => {
    const world = part(/^environment\b/).filter(
      ({ path, value }) => !NAMES.test(path.join(".")) && (isNumber(value) || typeof value === "boolean"),
    );
    fc.assert(
      fc.property(fc.constantFrom(...world), change, ({ path, value }, by) => {
        const other = replaced(proof, path, moved(value, by));
        if (!answerTo(other).startsWith("accepted")) return;
        expect(recomputed(other, CASES[name].question), path.join(".")).toBe(proof.claim.upper);
      }),
      { numRuns: CASES[name].question.deterministic ? 25 : 150 },
    );
  });

  test("with other names differs by its digest only", () => {
    for (const { path } of part(NAMES).filter(({ path }) => path[0] !== "digest")) {
      const renamed = replaced(proof, path, "somebody else");
      expect(verifyText(JSON.stringify(renamed)).status).toBe("rejected");
      expect(answerTo(renamed)).toMatch(/^accepted/);
      expect(certificateDigest(renamed)).not.toBe(proof.digest);
    }
  });
});

test("what is no certificate is unreadable", () => {
  for (const text of ["", "{}", "[]", "null", '{"format":"candor-certificate","version":2}'])
    expect(verifyText(text).status).toBe("unreadable");
});
