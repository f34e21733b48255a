import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseModel } from "@candor/core/io";
import { afterEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../../test/commands.js";
import { auction } from "../src/commands/auction.js";
import { discretize } from "../src/commands/discretize.js";
import { efficient } from "../src/commands/efficient.js";
import { partnership } from "../src/commands/partnership.js";
import { provide } from "../src/commands/provide.js";
import { report } from "../src/commands/report.js";
import { screen } from "../src/commands/screen.js";
import { trade } from "../src/commands/trade.js";
import { file, TRADE, told } from "./interval-worlds.js";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a file says what flags say", () => {
  const same = async (one: () => Promise<number>, other: () => Promise<number>) => {
    const [found, wanted] = [await told(one), await told(other)];
    expect(found.text.length).toBeGreaterThan(200);
    expect(found).toEqual(wanted);
  };

  test("trade, whoever stands first", async () => {
    const flags = { seller: "uniform(0, 1)", buyer: "beta(2, 3)" };
    await same(
      () => trade(file(TRADE), {}),
      () => trade(undefined, flags),
    );
    const swapped = TRADE.replace(/Owner/g, "Zed").replace(
      "outside: { Zed: own, Other: 0 }",
      "outside: { Other: 0, Zed: own }",
    );
    await same(
      () => trade(file(swapped), {}),
      () => trade(undefined, flags),
    );
  });

  test("trade with more traders a side", async () => {
    await same(
      () => trade(file(TRADE), { sellers: "2", buyers: "1" }),
      () => trade(undefined, { seller: "uniform(0, 1)", buyer: "beta(2, 3)", sellers: "2", buyers: "1" }),
    );
  });

  test("an auction", async () => {
    const text = `candor: 1
agents:
  Weak: { count: 2, types: "uniform(0, 1)" }
  Strong: { types: "uniform(0, 2)" }
alternatives: { object: { to: all, nobody: true } }
values: own * gets
designer: { value: "alternative == 'nobody' ? 1/4 : 0" }
`;
    const { intervalAuction } = await import("../src/commands/interval-auction.js");
    await same(
      () => auction(file(text), {}),
      () =>
        intervalAuction(undefined, {
          values: ["uniform(0, 1)", "uniform(0, 2)"],
          bidders: ["2", "1"],
          sellerValue: "1/4",
        }),
    );
  });

  test("a partnership", async () => {
    const text = `candor: 1
agents: { partner 1: { types: "uniform(0, 1)" }, partner 2: { types: "uniform(0, 2)" } }
alternatives: { object: { to: all } }
values: own * gets
outside: { partner 1: own / 3, partner 2: 2 * own / 3 }
`;
    await same(
      () => partnership(file(text), {}),
      () => partnership(undefined, { values: ["uniform(0, 1)", "uniform(0, 2)"], shares: "1/3,2/3" }),
    );
  });

  test("a project", async () => {
    const text = `candor: 1
agents: { Citizen: { count: 3, types: "uniform(0, 1)" } }
alternatives: { project: { cost: 3/2 } }
values: own * alternative.built - alternative.cost / n
`;
    await same(
      () => provide(file(text), {}),
      () => provide(undefined, { values: ["uniform(0, 1)"], contributors: "3", costPerHead: "1/2" }),
    );
  });

  test("screening, with other names for the same variables", async () => {
    const text = `candor: 1
agents:
  Buyer:
    types: uniform(1, 2)
alternatives: { quantities: { from: 0, to: 3 } }
define: { worth: own * alternative }
values: worth
designer: { value: 0 - alternative^2 / 2 }
`;
    const data = async (run: () => Promise<number>) => {
      const { problem: _, ...rest } = JSON.parse((await told(run)).text);
      return rest;
    };
    const flags = { types: "uniform(1, 2)", value: "theta*x", cost: "x^2/2", quantities: "0..3" };
    expect(await data(() => screen(file(text), { json: true }))).toEqual(
      await data(() => screen(undefined, { ...flags, json: true })),
    );
  });

  test("efficient agrees with trade on what both answer", async () => {
    const general = JSON.parse((await told(() => efficient(file(TRADE), { json: true }))).text);
    const special = JSON.parse((await told(() => trade(file(TRADE), { json: true }))).text);
    expect(general.surplus.value).toBeCloseTo(special.vcgSurplus.value, 13);
    expect(general.status).toBe("impossible");
  });
});

describe("outside options that jump", () => {
  const surplus = async (option: string) => {
    const text = `candor: 1
agents: { Ann: { types: "uniform(0, 1)" }, Bob: { types: "uniform(0, 1)" } }
alternatives: { object: { to: all } }
values: own * gets
outside: { Ann: "${option}", Bob: 0 }
`;
    return JSON.parse((await told(() => efficient(file(text), { json: true }))).text).surplus.value;
  };

  test("a window narrower than any grid decides: the net gain (1 + x²)/2 − 9/10 next to its lower end", async () => {
    for (const [low, high] of [
      [0.123, 0.125],
      [0.1234, 0.1239],
    ])
      expect(await surplus(`own > ${low} && own < ${high} ? 9/10 : 0`)).toBeCloseTo(
        (1 + low ** 2) / 2 - 9 / 10 + 1 / 2 - 2 / 3,
        12,
      );
  });

  test("a limit that is not attained counts", async () => {
    // 1/100 next to 0, where it jumps from 0.
    expect(await surplus("ceil(100 * own) / 100 - own")).toBeCloseTo(1 / 2 - 1 / 100 + 1 / 2 - 2 / 3, 12);
  });
});

describe("what a file expects", () => {
  const expecting = (facts: string) =>
    file(`${TRADE.replace("beta(2, 3)", "uniform(0, 1)")}expect:\n  facts: { ${facts} }\n`);

  test("is met, silently", async () => {
    const { code, text } = await told(() => trade(expecting("minimumSubsidy: 1/6, verdict: impossible"), {}));
    expect(code).toBe(0);
    expect(text).not.toMatch(/Not as expected/);
  });

  test("is missed: the numbers, and exit code 1", async () => {
    const { code, text } = await told(() =>
      trade(expecting("minimumSubsidy: 1/7, mechanisms.broker.wages: 3"), {}),
    );
    expect(code).toBe(1);
    expect(text).toMatch(/^Not as expected: minimumSubsidy: expected 1\/7, found 0\.16666/m);
    expect(text).toMatch(/^Not as expected: fact mechanisms\.broker\.wages: there is none of this name/m);
  });

  test("stands in the JSON", async () => {
    const { text } = await told(() => trade(expecting("verdict: exists"), { json: true }));
    expect(JSON.parse(text).unexpected).toEqual(["verdict: expected exists, found impossible."]);
  });
});

describe("what does not fit", () => {
  test("a problem that theory finds names the place in the file", async () => {
    const text = TRADE.replace("uniform(0, 1)", "uniform(1, 0)");
    await expect(trade(file(text), {})).rejects.toMatchObject({
      problems: [{ path: expect.stringMatching(/^agents/), line: 4 }],
    });
  });

  test("another kind of world", async () => {
    await expect(screen(file(TRADE), {})).rejects.toThrow(/Screening offers quantities/);
    await expect(provide(file(TRADE), {})).rejects.toThrow(/A project is needed/);
    await expect(partnership(file(TRADE.replace("Owner: own,", "Owner: own + 1,")), {})).rejects.toThrow(
      /Partners own shares/,
    );
  });

  test("flags beside a file that state the same", async () => {
    await expect(trade(file(TRADE), { seller: "uniform(0, 1)" })).rejects.toMatchObject({
      problems: [{ path: "--seller" }],
    });
  });

  test("neither a file nor flags", async () => {
    await expect(trade(undefined, { buyer: "uniform(0, 1)" })).rejects.toMatchObject({
      problems: [{ path: "--seller" }],
    });
  });

  test("a finite file where an interval is needed, and the other way round", async () => {
    const finite = TRADE.replace("types: uniform(0, 1)", "types: [0, 1]").replace(
      "types: beta(2, 3)",
      "types: [0, 1]",
    );
    await expect(trade(file(finite), {})).rejects.toThrow(/are points/);
    const { check } = await import("../src/commands/check.js");
    await expect(check(file(TRADE), {})).rejects.toThrow(/candor discretize/);
  });
});

test("candor report writes the page of the question that the file poses", async () => {
  const page = join(temporaryFolder(), "page.html");
  const { code } = await told(() => report(file(TRADE), { output: page }));
  expect(code).toBe(0);
  expect(readFileSync(page, "utf8")).toMatch(/^<!doctype html>[\s\S]*trade/i);
});

describe("candor discretize", () => {
  test("writes a finite model", async () => {
    const output = join(temporaryFolder(), "finite.yaml");
    const { code, text } = await told(() =>
      discretize(file(TRADE), { points: "4", rule: "midpoint", output }),
    );
    expect([code, text]).toEqual([0, ""]);
    const { check } = await import("../src/commands/check.js");
    writeFileSync(output, `${readFileSync(output, "utf8")}mechanism: { rule: vcg }\n`);
    expect((await told(() => check(output, {}))).text).toMatch(/dominant/i);
    expect(parseModel(readFileSync(output, "utf8")).file.expect).toBeUndefined();
  });

  test("refuses what is no grid, and writes nothing", async () => {
    const output = join(temporaryFolder(), "nothing.yaml");
    const flags = { points: "1", rule: "midpoint", output };
    await expect(discretize(file(TRADE), flags)).rejects.toMatchObject({ problems: [{ path: "--points" }] });
    await expect(discretize(file(TRADE), { ...flags, points: "3", rule: "random" })).rejects.toThrow(
      /no rule/,
    );
    const unbounded = file(TRADE.replace("beta(2, 3)", "exponential(1)"));
    await expect(discretize(unbounded, { ...flags, points: "3" })).rejects.toThrow(/bounded support/);
    expect(existsSync(output)).toBe(false);
  });
});

test("facts of names with dots, and of none", async () => {
  const named = TRADE.replace(/Owner/g, "'Dr. O. Wner'").replace("Other: 0", "Other: own^2 / 8");
  const expecting = (fact: string) =>
    told(() => efficient(file(`${named}expect: { facts: { ${fact} } }\n`), { json: true }));
  const { code, text } = await expecting('"agents.Dr. O. Wner.outside": own');
  expect([code, JSON.parse(text).unexpected]).toEqual([0, []]);
  for (const name of ["agents.constructor", "toString", "agents.Dr. O", "agents..name"])
    expect((await expecting(`"${name}": 1`)).code).toBe(1);
});

test("observed values are not overwritten", async () => {
  const folder = temporaryFolder();
  const csv = join(folder, "bids.csv");
  const model = join(folder, "sale.yaml");
  writeFileSync(csv, "bid\n1\n2\n3\n");
  writeFileSync(
    model,
    `candor: 1
agents: { Bidder: { count: 2, types: 'observed("bids.csv")' } }
alternatives: { object: { to: all, nobody: true } }
values: own * gets
`,
  );
  const values = [`observed("${csv}")`];
  const { intervalAuction } = await import("../src/commands/interval-auction.js");
  for (const work of [
    () => report(model, { output: csv }),
    () => discretize(model, { points: "3", rule: "midpoint", output: csv }),
    () => intervalAuction(undefined, { values, bidders: ["2"], output: csv }),
  ])
    await expect(work()).rejects.toThrow(/bids.csv is read here as well/);
  expect(readFileSync(csv, "utf8")).toBe("bid\n1\n2\n3\n");
});
