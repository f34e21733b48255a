import { rational } from "@candor/core/numeric";
import type { Population } from "@candor/core/population";
import { describe, expect, test } from "vitest";
import { commonSourceSection, designerSection } from "../src/population/robustness-rows.js";

const half = rational(1, 2);
const nothing = [
  [rational(0), rational(0)],
  [rational(0), rational(0)],
];
const WEATHER: Population = {
  title: "Weather",
  states: ["dry", "wet"],
  signals: ["sun", "clouds"],
  alternatives: ["East", "West"],
  prior: [half, half],
  likelihood: [
    [half, half],
    [half, half],
  ],
  groups: [
    { name: "Easterners", count: 3, utility: nothing },
    { name: "Westerners", count: 1, utility: nothing },
  ],
};
const zero = { mantissa: 0, exponent: 0 };
const lie = { group: 1, signal: 0, report: 1 };
const dry = {
  state: "dry",
  believed: ["wet"],
  divergence: 0.0073819,
  chosen: ["East"],
  worth: [rational(-1), rational(0)],
};

describe("robustness in words", () => {
  const answer = {
    players: 1000,
    composition: [750, 250],
    epsilon: {
      value: { mantissa: 1.649, exponent: -16 },
      errorBound: { mantissa: 2.4, exponent: -27 },
      witness: lie,
    },
    shortfall: { value: { mantissa: 7.5, exponent: -1 }, errorBound: zero, witness: { group: 0, signal: 0 } },
    cells: 1,
  };

  test("a designer's rows name the sizes, both ε*, and who loses", () => {
    const { table } = designerSection(WEATHER, [{ right: { mantissa: 8.77, exponent: -64 }, answer }], {
      outcomes: [],
    });
    expect(table.rows).toEqual([
      [
        "1000",
        "750",
        "250",
        "8.77e-64",
        "1.649e-16",
        "Westerners saw sun, says clouds",
        "0.75",
        "Easterners saw sun",
      ],
    ]);
    expect(table.head).toHaveLength(table.rows[0].length);
  });

  test("what is not told from 0 is at most its error bound twice", () => {
    const unsure = {
      value: { mantissa: 3, exponent: -20 },
      errorBound: { mantissa: 4, exponent: -20 },
      witness: lie,
    };
    const exact = { value: zero, errorBound: zero };
    const { table } = designerSection(
      WEATHER,
      [{ right: zero, answer: { ...answer, epsilon: unsure, shortfall: exact } }],
      {
        outcomes: [],
      },
    );
    expect(table.rows[0].slice(3)).toEqual(["0", "at most 8e-20", "unclear", "0", "nobody"]);
  });

  test("the end of it is a number where it exists and a tie where not", () => {
    const end = {
      outcomes: [dry],
      shortfall: rational(3, 4),
      witness: { group: 0, signal: 0 },
      logRate: -0.0328788,
    };
    const paragraphs = designerSection(WEATHER, [], end).paragraphs.join("\n");
    expect(paragraphs).toContain(
      "In dry the designer comes to believe wet (divergence 0.00738) and chooses East",
    );
    expect(paragraphs).toContain("Easterners -1, Westerners 0");
    expect(paragraphs).toContain("ε* falls to 0 at least as fast as e^(−0.03288·n)");
    expect(paragraphs).toContain("goes to 3/4 (Easterners saw sun)");
    const tie = { ...dry, believed: ["dry", "wet"], worth: [undefined, rational(0)] };
    const tied = designerSection(WEATHER, [], { outcomes: [tie] }).paragraphs.join("\n");
    expect(tied).toContain("wanders between dry and wet");
    expect(tied).toContain("Easterners not settled");
    expect(tied).toContain("Because of that tie");
  });

  test("a rumour's rows", () => {
    const row = {
      share: rational(1, 100),
      players: 1000,
      composition: answer.composition,
      informed: {
        players: 1000,
        composition: answer.composition,
        epsilon: { mantissa: 8.686, exponent: -64 },
        errorBound: zero,
        least: zero,
        most: zero,
        omittedShare: 0,
        cells: 1,
      },
      naive: answer,
    };
    const { table } = commonSourceSection(WEATHER, [row]);
    expect(table.rows[0].slice(0, 4)).toEqual(["1/100", "1000", "8.686e-64", "1.649e-16"]);
    expect(table.head).toHaveLength(table.rows[0].length);
  });
});
