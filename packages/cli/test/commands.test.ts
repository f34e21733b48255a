import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isIntervalWorld, parseModel } from "@candor/core/io";
import { beforeEach, describe, expect, test } from "vitest";
import { candor, ROOT, temporaryFolder } from "../../../test/commands.js";

const AUCTION = `candor: 1
title: Two bidders
agents: { Ann: { types: [1, 2, 3] }, Bob: { types: [1, 2, 3] } }
beliefs: { independent: uniform }
alternatives: { object: { to: all } }
values: own * gets
`;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

/** Writes a model file and returns its name. */
function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

const withRule = (name: string, mechanism: string, text = AUCTION) =>
  file(name, `${text}mechanism: ${mechanism}\n`);
const run = (...command: string[]) => candor(folder, ...command);
const json = (...command: string[]) => JSON.parse(run(...command, "--json").stdout);

describe("exit codes", () => {
  test.each([
    ["nothing is required", "", 0],
    ["what is required holds", "require: [dominant-strategy-ic]", 0],
    ["what is required fails", "require: [budget-balance]", 1],
    ["it holds up to the tolerance", "require: [{ property: budget-balance, tolerance: 3 }]", 0],
    ["it fails beyond the tolerance", "require: [{ property: budget-balance, tolerance: 2.9 }]", 1],
    [
      "it holds relative to the range",
      "require: [{ property: budget-balance, tolerance: 1, relative: true }]",
      0,
    ],
    ["what is expected agrees", "expect: { properties: { budget-balance: 3 }, facts: { revenue: 14/9 } }", 0],
    ["what is expected differs", "expect: { facts: { revenue: 1.5 } }", 1],
    ["a property is unknown", "require: [budget-balanced]", 2],
  ])("%s", (_, section, code) => {
    const model = withRule("m.yaml", `{ rule: second-price }\n${section}`);
    expect(run("check", model).code).toBe(code);
  });

  test("a required property that cannot be decided fails", () => {
    const text = AUCTION.replace(/beliefs.*\n/, "");
    expect(
      run("check", withRule("m.yaml", "{ rule: second-price }\nrequire: [bayesian-ic]", text)).code,
    ).toBe(1);
  });

  test.each([
    [[], 2],
    [["--help"], 0],
    [["--version"], 0],
    [["check", "--help"], 0],
    [["chek"], 2],
    [["check"], 2],
    [["check", "a", "b"], 2],
    [["check", "--nope"], 2],
    [["check", "nowhere.yaml"], 2],
    [["list", "everything"], 2],
    [["new", "everything"], 2],
  ])("candor %j", (command, code) => {
    const ran = run(...command);
    expect(ran.code).toBe(code);
    expect(ran.stderr).not.toMatch(/^ {4}at /m);
    if (code === 2) expect(ran.stdout).toBe("");
  });
});

describe("check", () => {
  test("takes the arithmetic that is asked for", () => {
    const model = withRule("m.yaml", "{ rule: second-price }");
    expect(json("check", model).arithmetic).toBe("exact");
    expect(json("check", model, "--float").arithmetic).toBe("float");
    expect(run("check", model, "--exact", "--float")).toMatchObject({ code: 2, stdout: "" });
    const rooted = withRule(
      "root.yaml",
      "{ rule: second-price }",
      AUCTION.replace("own * gets", "sqrt(own) * gets"),
    );
    expect(json("check", rooted)).toMatchObject({
      arithmetic: "float",
      notes: [expect.stringMatching(/square root/)],
    });
    expect(run("check", rooted, "--exact")).toMatchObject({ code: 2, stdout: "" });
  });

  test("looks at the properties asked for only", () => {
    const report = json(
      "check",
      withRule("m.yaml", "{ rule: first-price }"),
      "--property",
      "bayesian-ic,interim-ir",
    );
    expect(report.results.map(({ id }: { id: string }) => id)).toEqual(["bayesian-ic", "interim-ir"]);
  });

  test("applies one tolerance to all", () => {
    const model = withRule("m.yaml", "{ rule: second-price }");
    const status = (...flags: string[]) =>
      json("check", model, "--property", "budget-balance", ...flags).results[0].verdict;
    expect(status()).toMatchObject({ status: "violated", tolerance: 0, epsilon: { exact: "3" } });
    expect(status("--tolerance", "3")).toMatchObject({ status: "proved", tolerance: 3 });
    expect(status("--tolerance", "1", "--relative")).toMatchObject({
      status: "proved",
      tolerance: 3,
      relativeEpsilon: 1,
    });
    expect(status("--tolerance", "1/3", "--relative")).toMatchObject({ status: "violated", tolerance: 1 });
    expect(run("check", model, "--tolerance", "-1")).toMatchObject({ code: 2, stdout: "" });
    expect(run("check", model, "--tolerance", "much").stderr).toMatch(
      /A tolerance is a number of at least 0, not "much"/,
    );
  });

  test("ranges over the support where asked to", () => {
    // The payment is wrong only where both are high, which never happens.
    const text = `candor: 1
agents: { Ann: { types: [0, 1] }, Bob: { types: [0, 1] } }
beliefs: { joint: [[1/2, 1/4], [1/4, 0]] }
alternatives: [only]
values: 0
mechanism: { outcome: "'only'", payments: { Ann: "own * reports.Bob" } }
`;
    const model = file("m.yaml", text);
    const epsilon = (...flags: string[]) =>
      json("check", model, "--property", "ex-post-ic", ...flags).results[0].verdict.epsilon.exact;
    expect([epsilon(), epsilon("--support")]).toEqual(["1", "0"]);
  });

  test("lists interim numbers and what does not apply when asked to", () => {
    const model = withRule("m.yaml", "{ rule: second-price }");
    expect(run("check", model).stdout).not.toMatch(/interim utility/);
    expect(run("check", model, "--interim").stdout).toMatch(/interim utility of Ann .* = 1\/3/);
    const ids = (...flags: string[]) => json("check", model, ...flags).results.length;
    expect(ids("--all")).toBeGreaterThan(ids());
  });
});

describe("explain", () => {
  test("walks through a profile, with groups by name", () => {
    const model = withRule(
      "m.yaml",
      "{ rule: second-price }",
      AUCTION.replace(/agents.*/, "agents: { Bidder: { count: 3, types: [1, 2, 3] } }"),
    );
    const { code, stdout } = run("explain", model, "--profile", "Bidder=1, Bidder 2=3");
    expect(code).toBe(0);
    expect(stdout).toMatch(/Outcome: Bidder 2\./);
    expect(stdout).toMatch(/Bidder 2 pays 1, values the outcome at 3/);
  });

  test.each([
    ["Anne=1, Bob=2", /There is no agent "Anne"; did you mean Ann\?/],
    ["Ann=1", /There is no report of Bob\./],
    ["Ann=7, Bob=2", /"7" is not a report of Ann \(1, 2, 3\)\./],
    ["Ann", /"Ann" is not of the form Agent=report\./],
    ["", /is not of the form/],
  ])("refuses %j", (profile, message) => {
    const ran = run("explain", withRule("m.yaml", "{ rule: second-price }"), "--profile", profile);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toMatch(message);
  });
});

describe("compare", () => {
  test("says where payments differ", () => {
    const second = withRule("second.yaml", "{ rule: second-price }");
    const first = withRule("first.yaml", "{ rule: first-price }");
    const answer = json("compare", second, first);
    expect(answer.answer).toBe("payments-differ");
    // Ann wins ties. Interim payments of 1, 2, 3: (1, 3, 6)/3 in the second, (1, 4, 9)/3 in the first.
    expect(answer.agents[0]).toMatchObject({
      agent: "Ann",
      types: ["1", "3"],
      differences: [{ exact: "0" }, { exact: "1" }],
    });
    expect(run("compare", second, first).stdout).toMatch(
      /^Ann gets the same in both, but type 1 pays the same in the second and type 3 1 more\.$/m,
    );
  });

  test("gives the constants", () => {
    const pivot = withRule("pivot.yaml", "{ rule: pivot }");
    const answer = json("compare", withRule("second.yaml", "{ rule: second-price }"), pivot);
    expect(answer).toMatchObject({
      answer: "payments-differ-by-a-constant",
      agents: [{ constant: { exact: "0" } }, { constant: { exact: "0" } }],
    });
    const taxed = withRule("taxed.yaml", "{ rule: groves, h: 5 + max(others) }");
    expect(json("compare", pivot, taxed).agents[1].constant.exact).toBe("5");
  });

  test("refuses different situations, and says in which file a problem lies", () => {
    const one = withRule("one.yaml", "{ rule: pivot }");
    const order = withRule(
      "two.yaml",
      "{ rule: pivot }",
      AUCTION.replace("[1, 2, 3] }, Bob", "[1, 3, 2] }, Bob"),
    );
    expect(run("compare", one, order)).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^agents: The two files differ in agents/),
    });
    const wrong = withRule("wrong.yaml", "{ rule: pivit }");
    expect(run("compare", one, wrong).stderr).toMatch(
      /^line 7, column 14: wrong\.yaml: mechanism\.rule: There is no rule "pivit"; did you mean pivot\?/,
    );
  });
});

describe("implement and direct", () => {
  test("finds transfers, or the cycle that forbids them", () => {
    expect(
      run("implement", withRule("m.yaml", "{ outcome: \"reports.Ann >= reports.Bob ? 'Ann' : 'Bob'\" }")),
    ).toMatchObject({ code: 0, stderr: "" });
    const ran = run(
      "implement",
      withRule("n.yaml", "{ outcome: \"reports.Ann >= reports.Bob ? 'Bob' : 'Ann'\" }"),
    );
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/No transfers: around /);
  });

  test.each(["notes/okumura-2018/coupon.yaml", "journals/jof/vickrey-1961/shaded-bids.yaml"])(
    "the direct form of %s is as incentive compatible as playing the strategies is",
    (path) => {
      const model = join(ROOT, "catalog", path);
      const printed = run("direct", model);
      expect(printed.code).toBe(0);
      const composed = file("direct.yaml", printed.stdout);
      const facts = (name: string) => json("check", name).facts;
      expect(facts(composed)).toEqual(facts(model));
      const again = file("again.yaml", run("direct", composed).stdout);
      expect(readFileSync(join(folder, again), "utf8")).toBe(printed.stdout);
      expect(json("check", composed, "--property", "bayesian-ic").results[0].verdict.epsilon.exact).toBe("0");
    },
  );
});

describe("new, print, list and schema", () => {
  const templates = readdirSync(join(ROOT, "packages", "cli", "templates")).map((name) =>
    name.replace(".yaml", ""),
  );

  // Some seventy runs of the program.
  test("templates are listed, written, checked and never written over", { timeout: 120_000 }, () => {
    expect(
      run("new")
        .stdout.split("\n")
        .filter(Boolean)
        .map((line) => line.split(" ")[0]),
    ).toEqual(templates);
    for (const template of templates) {
      expect(run("new", template, "-o", "m.yaml")).toMatchObject({ code: 0, stdout: "" });
      const text = readFileSync(join(folder, "m.yaml"), "utf8");
      const looked = isIntervalWorld(parseModel(text)) ? ["report", "-o", "page.html"] : ["check"];
      expect(run(...looked, "m.yaml").code, template).toBeLessThan(2);
      expect(run("new", template).stdout).toBe(text);
      expect(run("new", templates[0], "-o", "m.yaml")).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/exists already/),
      });
      expect(readFileSync(join(folder, "m.yaml"), "utf8")).toBe(text);
      writeFileSync(join(folder, "m.yaml"), "");
      expect(run("new", template, "-o", "m.yaml").code).toBe(2);
      folder = temporaryFolder();
    }
  });

  test("what is printed prints the same again", () => {
    const once = run("print", withRule("m.yaml", "{ rule: second-price }")).stdout;
    expect(run("print", file("again.yaml", once)).stdout).toBe(once);
  });

  test("lists have a line an entry", () => {
    expect(run("list", "functions").stdout).toMatch(/^kth_largest +\S/m);
    expect(run("list", "properties").stdout.split("\n").length).toBeGreaterThan(20);
    expect(run("list", "rules").stdout).toMatch(/^pivot: /m);
  });
});
