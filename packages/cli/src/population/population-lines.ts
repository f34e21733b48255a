import { compareWide, exact, printRational, printWide, type Rational, toDouble } from "@candor/core/numeric";
import {
  chernoffInformation,
  type Lie,
  type Population,
  slowestPair,
  tiedCompositions,
} from "@candor/core/population";
import { plainTable } from "../plain-table.js";
import type { PopulationFindings, SizeFindings, TargetFindings } from "./examine-population.js";

const LONGEST_FRACTION = 24;

/** A table before it is laid out: as text or as a page. */
export interface NamedTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A part of the answer: what a page shows as a section. */
export interface NamedSection {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly table: NamedTable;
}

export function sectionLines({ heading, paragraphs, table }: NamedSection): string[] {
  return ["", heading, ...paragraphs, ...laidOut(table)];
}

function laidOut({ head, rows }: NamedTable): string[] {
  return plainTable(
    head,
    rows.map((row) => [...row]),
  );
}

/** What `candor population` answers, as lines for people. */
export function populationLines(found: PopulationFindings): string[] {
  return [
    found.population.title,
    ...summaryLines(found.population),
    "",
    ...laidOut(sizeTable(found)),
    "",
    ...laidOut(moneyTable(found)),
    "",
    ...signalLines(found),
    ...conditionLines(found),
    ...optimalityLines(found),
    ...found.targets.flatMap((target) => ["", ...laidOut(targetTable(found, target))]),
  ];
}

export function summaryLines({ groups, states, signals }: Population): string[] {
  return [
    `${groups.map(({ name, count }) => `${name} ${count}`).join(", ")}; states ${states.join(", ")}; signals ${signals.join(", ")}.`,
    "(σ*, q*): choose what is best for all given all reports; everybody pays its expected utility from it. Truth is worth exactly 0 to every type.",
    "ε* is the most that anybody can gain from a lie.",
  ];
}

/** Incentives by size. */
export function sizeTable({ population, sizes }: PopulationFindings): NamedTable {
  const worst = sizes.some((size) => size.worst !== undefined);
  const shifted = sizes.some((size) => size.shift !== undefined);
  const several = population.groups.length > 1;
  return {
    head: [
      "players",
      ...(several ? population.groups.map(({ name }) => name) : []),
      "ε*",
      "who gains most",
      ...(worst ? ["worst composition"] : []),
      ...(shifted ? ["bound ‖u‖·E‖Δπ‖"] : []),
      "bound C·ρⁿ",
    ],
    rows: sizes.map((size) => [
      `${size.players}`,
      ...(several ? size.composition.map(String) : []),
      printEpsilon(size),
      size.answer.witness === undefined ? "nobody" : lieWords(population, size.answer.witness),
      ...(worst ? [size.worst === undefined ? "" : printWorst(size)] : []),
      ...(shifted ? [size.shift === undefined ? "" : printWide(size.shift.byNorm, 4)] : []),
      printWide(size.tail, 4),
    ]),
  };
}

/** Payments and welfare by size. */
export function moneyTable({ population, sizes }: PopulationFindings): NamedTable {
  return {
    head: [
      "players",
      "revenue = welfare",
      "a head",
      "below first best",
      "sum of payments from, to",
      "who overpays ex post",
      "on average",
    ],
    rows: sizes.map((size) => {
      const { players, facts, budget } = size;
      return [
        `${players}`,
        printNumber(facts.welfare),
        printNumber(facts.welfare / players),
        printWide(facts.gap, 4),
        `${printNumber(toDouble(budget.least))} to ${printNumber(toDouble(budget.largest))}`,
        ...printOverpayment(population, size),
      ];
    }),
  };
}

/** The fraction where it is short, else six digits. */
function printEpsilon({ answer, exact }: SizeFindings): string {
  if (exact !== undefined) {
    const text = printRational(exact.epsilon);
    if (text.length <= LONGEST_FRACTION) return text;
  }
  return printWide(answer.epsilon);
}

function printWorst({ worst }: SizeFindings): string {
  const { composition, lower, upper, exact } = worst!;
  const value = exact ? printWide(lower, 4) : `${printWide(lower, 4)} to ${printWide(upper, 4)}`;
  return `${value} (${composition.join(" + ")})`;
}

/** The group that is most likely to pay more than the outcome is worth, how likely, and how much too much it pays on average. */
function printOverpayment({ groups }: Population, { facts }: SizeFindings): [string, string] {
  const most = facts.overpayment.reduce((a, b) => (compareWide(b.expected, a.expected) > 0 ? b : a));
  if (most.expected.mantissa === 0) return ["nobody", "0"];
  const chance = most.probability < 1e-12 ? "less than 1e-12" : printNumber(most.probability);
  return [`${groups[most.group].name}, probability ${chance}`, printWide(most.expected, 4)];
}

function printNumber(value: number): string {
  return `${Number(value.toPrecision(6))}`;
}

export function lieWords({ groups, signals }: Population, { group, signal, report }: Lie): string {
  return `${groups[group].name} saw ${signals[signal]}, says ${signals[report]}`;
}

export function signalLines({ population, pairs, classes, hidden }: PopulationFindings): string[] {
  const { states } = population;
  const slowest = slowestPair(pairs);
  const rate =
    slowest === undefined
      ? []
      : [
          `Rate: ${states[slowest.states[0]]} and ${states[slowest.states[1]]} are the hardest to tell apart; ε* falls like ${printNumber(Math.exp(-chernoffInformation(slowest)))}ⁿ (Chernoff information ${printNumber(chernoffInformation(slowest))} a player).`,
        ];
  const together = classes.filter((members) => members.length > 1);
  return [
    ...rate,
    ...together.map(
      (members) =>
        `Signals never tell ${members.map((state) => states[state]).join(" and ")} apart, however many players there are.`,
    ),
    ...(together.length === 0
      ? []
      : [
          `In the stated composition that costs ${printRational(exact.subtract(hidden.statesKnown, hidden.classesKnown))} of the welfare ${printRational(hidden.statesKnown)} with known states, for good; "below first best" is against what signals can tell.`,
        ]),
  ];
}

export function conditionLines({ population, condition, sizes }: PopulationFindings): string[] {
  const { states, alternatives, groups } = population;
  if (condition.holds)
    return [
      `Condition (1) of the theorem holds: ${condition.favourites.map((a, state) => `in ${states[state]} all want ${alternatives[a]}`).join(", ")}.`,
    ];
  const mixture = groups.flatMap(({ name }, u) =>
    condition.mixture[u].n === 0n ? [] : [`${printRational(condition.mixture[u])} ${name}`],
  );
  const tied = condition.tied.map((a) => alternatives[a]).join(" and ");
  const atSizes = sizes.filter(({ ties }) => ties.length > 0).map(({ players }) => players);
  const example = groups.length === 2 ? tieExample(population) : "";
  return [
    `Condition (1) of the theorem fails: in ${states[condition.state]} a population of ${mixture.join(" and ")} holds ${tied} for equally good.${example}`,
    ...(atSizes.length > 0 ? [`Such ties occur above at ${atSizes.join(", ")} players.`] : []),
    "ε* vanishes all the same: the bound C·ρⁿ holds for every composition and does not use the condition.",
  ];
}

/** The tied compositions at the smallest size of at most 1,000 players that has any. */
function tieExample(population: Population): string {
  for (let n = 1; n <= 1000; n++) {
    const ties = tiedCompositions(population, n);
    if (ties.length === 0) continue;
    const listed = ties.slice(0, 4).map(({ from, to, state }) => {
      const first =
        from === to ? `${from} + ${n - from}` : `${from} to ${to} of ${population.groups[0].name}`;
      return `${first} in ${population.states[state]}`;
    });
    return ` The smallest tied compositions have ${n} players: ${listed.join(", ")}${ties.length > 4 ? ", …" : ""}.`;
  }
  return "";
}

export function optimalityLines({ sizes }: PopulationFindings): string[] {
  const residual = Math.max(...sizes.map(({ facts }) => facts.interimResidual));
  const exact = sizes.filter((size) => size.exact !== undefined);
  const zero = exact.every(({ exact: answer }) => answer!.interimUtility.flat().every(({ n }) => n === 0n));
  return [
    exact.length > 0
      ? `Interim utilities added up from values and payments apart, in fractions: ${zero ? "exactly 0 for every type" : "NOT 0, which is a fault of candor"}.`
      : `Interim utilities added up from values and payments apart: within ${residual.toPrecision(2)} of 0 (rounding).`,
    "No mechanism in which taking part is worth it to every type earns more, whatever ε: multipliers Pr(signal) on participation bound revenue by expected welfare, which (σ*, q*) earns.",
  ];
}

export function targetTable({ condition }: PopulationFindings, target: TargetFindings): NamedTable {
  const { epsilon, stated, worst, proof, constants } = target;
  const remark = Math.ceil(1 / toDouble(epsilon) ** 2);
  const rows = [
    ["these proportions", `${stated.players}`, scanned(stated)],
    ...(worst === undefined
      ? []
      : [
          [
            "any composition",
            worst.atLeast === worst.players ? `${worst.players}` : `${worst.atLeast} to ${worst.players}`,
            scanned(worst),
          ],
        ]),
    proof === undefined
      ? [
          "the proof's n0",
          "–",
          condition.holds ? "signals do not separate all states" : "condition (1) fails",
        ]
      : [
          "the proof's n0",
          `${proof.signals + 1}`,
          `eq. (4) for every n ≥ ${proof.signals} with e = ${shortFraction(constants.e!)}, δ < ${shortFraction(constants.delta)}; probabilities by counts, from ${proof.tailFrom} on by a bound`,
        ],
    ["order 1/ε²", `${remark}`, "as the source remarks; up to a constant it does not name"],
  ];
  return { head: [`ε* ≤ ${printRational(epsilon)} for`, "players from", "why"], rows };
}

function scanned({ players, tailFrom }: { readonly players: number; readonly tailFrom: number }): string {
  if (players >= tailFrom) return `from ${tailFrom} on C·ρⁿ proves it, and below that it fails`;
  return `${players} to ${tailFrom - 1} looked at one by one, from ${tailFrom} on C·ρⁿ proves it`;
}

function shortFraction(value: Rational): string {
  const text = printRational(value);
  return text.length <= LONGEST_FRACTION ? text : `${Number(toDouble(value).toPrecision(6))}`;
}
