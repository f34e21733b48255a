import { describe, expect, it } from "vitest";
import {
  compareWithExpectations,
  type LoadedModel,
  type ModelFile,
  parseModel,
  printModel,
} from "../../src/io/index.js";
import { withModel } from "../../src/io/load.js";
import { RULES } from "../../src/mechanisms/index.js";
import { confirmWitness, PROPERTIES, quantity } from "../../src/properties/index.js";
import { ENTRIES, inFractions, profiles } from "./files.js";

/** Enumerating profiles one by one is for models of a size one would write by hand. */
const BY_HAND = 5000;

describe.each(ENTRIES)("$name", ({ model }) => {
  const { file } = model;

  it("says what it is, where it comes from, what it shows and what to expect", () => {
    for (const key of ["title", "source", "notes"] as const)
      expect(file[key]?.length ?? 0).toBeGreaterThan(10);
    expect(Object.keys(file.expect ?? {})).not.toEqual([]);
  });

  it("comes out as expected in fractions", () => {
    const mismatches = inFractions(model, (loaded) => compareWithExpectations(loaded, file));
    if (mismatches === undefined) expect(JSON.stringify(file)).toContain("sqrt");
    else expect(mismatches).toEqual([]);
  });

  it("comes out as expected in doubles", () => {
    withModel(model, "float", undefined, (loaded) =>
      expect(compareWithExpectations(loaded, file)).toEqual([]),
    );
  });

  it("comes out the same when alike agents are counted one by one", () => {
    inFractions(model, (loaded) => {
      if (loaded.environment.groups.every(({ count }) => count === 1) || profiles(loaded) > BY_HAND) return;
      expect(compareWithExpectations(oneByOne(loaded), file)).toEqual([]);
    });
  });

  it("has witnesses that attain what is reported when computed from the definitions alone", () => {
    inFractions(model, (loaded) => {
      if (profiles(loaded) <= BY_HAND) confirmAll(loaded);
    });
  });

  it("meets what it requires", () => {
    const required = (file.require ?? []).map((entry) =>
      typeof entry === "string" ? entry : entry.property,
    );
    inFractions(model, ({ mechanism }) => {
      for (const id of required)
        expect(PROPERTIES.find((property) => property.id === id)!.check(mechanism!, {}).status).toBe(
          "proved",
        );
    });
  });

  it("survives printing and parsing", () => {
    expect(parseModel(printModel(model)).file).toEqual(file);
  });

  it("is reported when any expected number is off", () => {
    const { perturbed, count } = perturb(file.expect!);
    const check = <N>(loaded: LoadedModel<N>) =>
      expect(compareWithExpectations(loaded, { ...file, expect: perturbed }).length).toBe(count);
    withModel(model, "float", undefined, check);
    inFractions(model, check);
  });
});

function oneByOne<N>(loaded: LoadedModel<N>): LoadedModel<N> {
  const mechanism = { ...loaded.mechanism!, anonymous: false };
  return { ...loaded, mechanism };
}

function confirmAll<N>({ mechanism, arithmetic: F }: LoadedModel<N>): void {
  for (const property of PROPERTIES) {
    const verdict = property.check(mechanism!, {});
    const confirmed = confirmWitness(mechanism!, verdict);
    if (confirmed === undefined || verdict.status !== "violated" || verdict.epsilon === undefined) continue;
    expect([property.id, quantity(F, confirmed).exact]).toEqual([property.id, verdict.epsilon.exact]);
  }
}

type Expectation = NonNullable<ModelFile["expect"]>;

/** Every expected ε, fact and theory number moved by 1/7, every label and witness replaced; and how many there are. */
function perturb({ properties = {}, facts = {}, theory = {}, witnesses = {}, tolerance }: Expectation) {
  const moved = (numbers: Readonly<Record<string, string | number>>) =>
    Object.fromEntries(
      Object.entries(numbers).map(([name, text]) => [
        name,
        name.startsWith("worst-off ") ? "nobody" : `${plusSeventh(text)}`,
      ]),
    );
  const wrong = Object.fromEntries(
    Object.entries(witnesses).map(([id, fields]) => [
      id,
      Object.fromEntries(Object.keys(fields).map((key) => [key, "77"])),
    ]),
  );
  const fields = Object.values(witnesses).reduce((total, each) => total + Object.keys(each).length, 0);
  const count = [properties, facts, theory].reduce((total, each) => total + Object.keys(each).length, fields);
  const perturbed = {
    properties: moved(properties),
    facts: moved(facts),
    theory: moved(theory),
    witnesses: wrong,
  };
  return { perturbed: tolerance === undefined ? perturbed : { ...perturbed, tolerance }, count };
}

function plusSeventh(text: string | number): string {
  const [top, bottom = "1"] = String(text).split("/");
  if (Number.isNaN(Number(top))) return "0";
  return String(text).includes(".")
    ? String(Number(text) + 1 / 7)
    : `${7n * BigInt(top) + BigInt(bottom)}/${7n * BigInt(bottom)}`;
}

describe("the catalog", () => {
  const epsilons = (id: string) =>
    ENTRIES.flatMap(({ model }) => model.file.expect?.properties?.[id] ?? []).map(String);

  it("has many entries, each with a title of its own", () => {
    expect(ENTRIES.length).toBeGreaterThanOrEqual(50);
    expect(new Set(ENTRIES.map(({ model }) => model.file.title)).size).toBe(ENTRIES.length);
  });

  it("has a file in JSON and one that needs doubles", () => {
    expect(ENTRIES.some(({ name }) => name.endsWith(".json"))).toBe(true);
    expect(ENTRIES.some(({ model }) => inFractions(model, () => true) === undefined)).toBe(true);
  });

  it.each(RULES.map(({ id }) => id))("uses the rule %s", (id) => {
    expect(ENTRIES.some(({ model }) => model.file.mechanism?.rule === id)).toBe(true);
  });

  it.each(PROPERTIES.map(({ id }) => id))("shows %s holding and failing", (id) => {
    expect(epsilons(id)).toContain("0");
    expect(epsilons(id).some((epsilon) => !["0", "infeasible"].includes(epsilon))).toBe(true);
  });
});

describe("compareWithExpectations", () => {
  const { file } = ENTRIES.find(({ name }) => name.endsWith("full-extraction.yaml"))!.model;
  const { model } = ENTRIES.find(({ name }) => name.endsWith("full-extraction.yaml"))!;
  const mismatches = (expectation: Expectation) =>
    inFractions(model, (loaded) => compareWithExpectations(loaded, { ...file, expect: expectation }));

  it("names what was expected and what was found", () => {
    expect(mismatches({ properties: { "ex-post-ir": "1/3" }, facts: { revenue: "2" } })).toEqual([
      "ex-post-ir: expected ε = 1/3, found 2/3.",
      "revenue: expected 2, found 5/3.",
    ]);
  });

  it("refuses names that do not exist, with the nearest", () => {
    expect(mismatches({ properties: { "bayesian-ik": "0" }, facts: { revenu: "1" } })).toEqual([
      "property bayesian-ik: there is none of this name; did you mean bayesian-ic?",
      "fact revenu: there is none of this name; did you mean revenue?",
    ]);
  });

  it("tells a decided property from an undecided one", () => {
    expect(mismatches({ unknown: ["bayesian-ic"] })).toEqual([
      "bayesian-ic: expected to be undecided, found proved.",
    ]);
    expect(mismatches({ properties: { "interim-cyclical-monotonicity": "0" } })![0]).toMatch(
      /^interim-cyclical-monotonicity: expected ε = 0, found none \(Types are not independent/,
    );
  });

  it("compares the fields and numbers of a witness", () => {
    expect(mismatches({ witnesses: { "ex-post-ir": { agent: "Cem", shortfall: "1" } } })).toEqual([
      'ex-post-ir: the witness\'s agent is expected to be "Cem", found "Ann".',
      "ex-post-ir: the witness's shortfall is expected to be 1, found 2/3.",
    ]);
  });

  it("has nothing to say where nothing is expected", () => {
    const { expect: _, ...silent } = file;
    expect(inFractions(model, (loaded) => compareWithExpectations(loaded, silent))).toEqual([]);
  });
});
