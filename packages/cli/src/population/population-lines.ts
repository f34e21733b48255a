import { exact, logarithmToDouble, printRational, printWide, wideNumber } from "@candor/core/numeric";
import { chernoffInformation, type Population, slowestPair, tiedCompositions } from "@candor/core/population";
import { type NamedSection, tableLines } from "../named-table.js";
import type { PopulationFindings } from "./examine-population.js";
import { moneyTable, printNumber, sizeTable, targetTable } from "./population-tables.js";

export function sectionLines({ heading, paragraphs, table }: NamedSection): string[] {
  return ["", heading, ...paragraphs, ...tableLines(table)];
}

/** What `candor population` answers, as lines for people. */
export function populationLines(found: PopulationFindings): string[] {
  return [
    found.population.title,
    ...summaryLines(found.population),
    "",
    ...tableLines(sizeTable(found)),
    ...(hasBlanks(found) ? [BLANK] : []),
    "",
    ...tableLines(moneyTable(found)),
    "",
    ...signalLines(found),
    ...conditionLines(found),
    ...optimalityLines(found),
    ...found.targets.flatMap((target) => ["", ...tableLines(targetTable(found, target))]),
  ];
}

/** What a dash in the table of sizes means. */
export const BLANK = "–: left out, since it would take long at this size.";

export function hasBlanks(found: PopulationFindings): boolean {
  return sizeTable(found).rows.some((row) => row.includes("–"));
}

export function summaryLines({ groups, states, signals }: Population): string[] {
  return [
    `${groups.map(({ name, count }) => `${name} ${count}`).join(", ")}; states ${states.join(", ")}; signals ${signals.join(", ")}.`,
    "(σ*, q*): choose what is best for all given all reports; everybody pays its expected utility from it. Truth is worth exactly 0 to every type.",
    "ε* is the most that anybody can gain from a lie.",
  ];
}

export function signalLines({ population, pairs, classes, hidden, tail }: PopulationFindings): string[] {
  const { states } = population;
  const slowest = slowestPair(pairs);
  const rate =
    slowest === undefined
      ? []
      : [
          `Rate: ${states[slowest.states[0]]} and ${states[slowest.states[1]]} are the hardest to tell apart; ε* falls like ${printNumber(Math.exp(-chernoffInformation(slowest)))}ⁿ (Chernoff information ${printNumber(chernoffInformation(slowest))} a player).`,
        ];
  const terms = tail.map(
    ({ states: [one, other], logConstant, logRate }) =>
      `${printWide(wideNumber(1, logConstant), 4)}·${printNumber(Math.exp(logarithmToDouble(logRate)))}ⁿ (${states[one]}, ${states[other]})`,
  );
  const together = classes.filter((members) => members.length > 1);
  return [
    ...rate,
    ...(terms.length === 0 ? [] : [`For any composition and every n: ε* ≤ Σ C·ρⁿ = ${terms.join(" + ")}.`]),
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
    "ε* vanishes all the same. Truth earns 0, so a lie earns E[(π(truth) − π(lie))·u(σ*(lie))] ≤ max‖u‖·E‖π(truth) − π(lie)‖₁ whatever is chosen, and one report moves the posterior of many less and less.",
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
  const residual = Math.max(...sizes.map(({ facts }) => facts.interimResidual ?? 0));
  const exact = sizes.filter((size) => size.exact !== undefined);
  const zero = exact.every(({ exact: answer }) => answer!.interimUtility.flat().every(({ n }) => n === 0n));
  return [
    exact.length > 0
      ? `Interim utilities added up from values and payments apart, in fractions: ${zero ? "exactly 0 for every type" : "NOT 0, which is a fault of candor"}.`
      : `Interim utilities added up from values and payments apart: within ${residual.toPrecision(2)} of 0 (rounding).`,
    "No mechanism in which taking part is worth it to every type earns more, whatever ε: multipliers Pr(signal) on participation bound revenue by expected welfare, which (σ*, q*) earns.",
  ];
}
