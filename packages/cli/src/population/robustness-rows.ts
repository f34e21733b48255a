import { printRational, printWide, type Rational, toDouble, type WideNumber } from "@candor/core/numeric";
import type {
  CommonSourceRow,
  LargestAmount,
  MisspecifiedAnswer,
  MisspecifiedLimit,
  Population,
  SettledOutcome,
  SignalType,
} from "@candor/core/population";
import type { NamedSection } from "../named-table.js";
import { lieWords } from "./population-tables.js";

/** The section of another designer: ε* with the agents' own model in `right` and with the designer's, and who loses by taking part. */
export function designerSection(
  population: Population,
  sizes: readonly { readonly right: WideNumber; readonly answer: MisspecifiedAnswer }[],
  end: MisspecifiedLimit,
): NamedSection {
  const several = population.groups.length > 1;
  return {
    heading: "A designer with another model",
    paragraphs: [
      "The designer chooses and charges by its own model; signals, and what agents believe, follow theirs. Truth is then not worth 0 any more.",
      ...end.outcomes.map((outcome) => settledLine(population, outcome)),
      ...endLines(population, end),
    ],
    table: {
      head: [
        "players",
        ...(several ? population.groups.map(({ name }) => name) : []),
        "ε*, designer right",
        "ε*, this designer",
        "who gains most",
        "lost by taking part",
        "who loses most",
      ],
      rows: sizes.map(({ right, answer }) => [
        `${answer.players}`,
        ...(several ? answer.composition.map(String) : []),
        printWide(right),
        ...amountCells(population, answer),
      ]),
    },
  };
}

/** The section of a rumour: rows by its probability η and by size, for a designer who knows η and for one who takes it for 0. */
export function commonSourceSection(population: Population, rows: readonly CommonSourceRow[]): NamedSection {
  return {
    heading: "Signals with a common source",
    paragraphs: [
      "With probability η all signals are drawn as if the state were another one, drawn from the prior: a rumour that has nothing to do with the true one.",
      "An informed designer knows η, and truth is worth exactly 0; a naive one believes that signals are independent.",
    ],
    table: {
      head: [
        "η",
        "players",
        "ε*, informed",
        "ε*, naive",
        "who gains most",
        "lost by taking part",
        "who loses most",
      ],
      rows: rows.map(({ share, players, informed, naive }) => [
        printRational(share),
        `${players}`,
        printWide(informed.epsilon),
        ...amountCells(population, naive),
      ]),
    },
  };
}

function amountCells(population: Population, { epsilon, shortfall }: MisspecifiedAnswer): string[] {
  return [
    ...cells(epsilon, (lie) => lieWords(population, lie)),
    ...cells(shortfall, (type) => typeWords(population, type)),
  ];
}

/** An amount and where it arises; one that is not told from 0 is said to be at most so much. */
function cells<W>({ value, errorBound, witness }: LargestAmount<W>, words: (witness: W) => string): string[] {
  if (errorBound.mantissa > 0 && toRatio(value, errorBound) <= 1)
    return [
      `at most ${printWide({ mantissa: 2 * errorBound.mantissa, exponent: errorBound.exponent }, 2)}`,
      "unclear",
    ];
  return [printWide(value), witness === undefined ? "nobody" : words(witness)];
}

/** value/unit, as far as doubles hold it. */
function toRatio(value: WideNumber, unit: WideNumber): number {
  return (value.mantissa / unit.mantissa) * 10 ** (value.exponent - unit.exponent);
}

function typeWords({ groups, signals }: Population, { group, signal }: SignalType): string {
  return `${groups[group].name} saw ${signals[signal]}`;
}

function settledLine({ groups }: Population, outcome: SettledOutcome): string {
  const { state, believed, divergence, chosen, worth } = outcome;
  const settles =
    believed.length === 1 ? `comes to believe ${believed[0]}` : `wanders between ${believed.join(" and ")}`;
  const amounts = groups.map(
    ({ name }, u) => `${name} ${worth[u] === undefined ? "not settled" : printShort(worth[u])}`,
  );
  return (
    `In ${state} the designer ${settles} (divergence ${Number(divergence.toPrecision(3))}) and chooses ${chosen.join(" or ")}; ` +
    `a truthful member comes to earn: ${amounts.join(", ")}.`
  );
}

function endLines(population: Population, { shortfall, witness, logRate }: MisspecifiedLimit): string[] {
  if (shortfall === undefined)
    return ["Because of that tie it is not stated where ε* and what is lost go with ever more players."];
  const rate =
    logRate === undefined || !Number.isFinite(logRate)
      ? ""
      : ` at least as fast as e^(−${Number((-logRate).toPrecision(4))}·n)`;
  const loses = witness === undefined ? "" : ` (${typeWords(population, witness)})`;
  return [
    `With ever more players ε* falls to 0${rate}, and what is lost by taking part goes to ${printShort(shortfall)}${loses}.`,
  ];
}

const LONGEST_FRACTION = 24;

/** The fraction where it is short, else six digits. */
function printShort(value: Rational): string {
  const text = printRational(value);
  return text.length <= LONGEST_FRACTION ? text : `${Number(toDouble(value).toPrecision(6))}`;
}
