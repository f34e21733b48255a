import {
  compareWide,
  exact,
  logarithmToDouble,
  preciseLog,
  printRational,
  printWide,
  type Rational,
  toDouble,
  WIDE_ZERO,
  type WideNumber,
  wideNumber,
} from "@candor/core/numeric";
import {
  chernoffInformation,
  type Lie,
  type Population,
  slowestPair,
  type Threshold,
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
    ...(hasBlanks(found) ? [BLANK] : []),
    "",
    ...laidOut(moneyTable(found)),
    "",
    ...signalLines(found),
    ...conditionLines(found),
    ...optimalityLines(found),
    ...found.targets.flatMap((target) => ["", ...laidOut(targetTable(found, target))]),
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
      "bound Σ C·ρⁿ",
    ],
    rows: sizes.map((size) => [
      `${size.players}`,
      ...(several ? size.composition.map(String) : []),
      printEpsilon(size),
      size.answer.witness === undefined ? "nobody" : lieWords(population, size.answer.witness),
      ...(worst ? [size.worst === undefined ? "–" : printWorst(size)] : []),
      ...(shifted ? [size.shift === undefined ? "–" : printWide(size.shift.byNorm, 4)] : []),
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
      "payments add up to within",
      "who overpays ex post",
      "on average",
    ],
    rows: sizes.map((size) => {
      const { players, facts } = size;
      return [
        `${players}`,
        printNumber(facts.welfare),
        printNumber(facts.welfare / players),
        printBounded(facts.gap, facts.gapError, 4),
        paymentsWithin(size),
        ...printOverpayment(population, size),
      ];
    }),
  };
}

/** In fractions the fraction where it is short; otherwise six digits, marked as rounded where they stand for a fraction. */
function printEpsilon({ answer, exact: fractions }: SizeFindings): string {
  if (fractions !== undefined) return printExactly(fractions.epsilon);
  return answer.most.mantissa === 0 ? "0" : printBounded(answer.epsilon, answer.errorBound, 6);
}

function printExactly(value: Rational): string {
  const text = printRational(value);
  return text.length <= LONGEST_FRACTION ? text : `≈${printWide(wideNumber(toDouble(value)))}`;
}

/** A number with as many digits as its error bound leaves; a bound alone where that is none. */
function printBounded(value: WideNumber, error: WideNumber, digits: number): string {
  if (compareWide(error, value) < 0 || error.mantissa === 0) return printWide(value, digits);
  return `at most ${printWide({ mantissa: 2 * error.mantissa, exponent: error.exponent }, 2)}`;
}

function printWorst({ worst }: SizeFindings): string {
  const { composition, lower, upper, exact } = worst!;
  const value = exact ? printWide(lower, 4) : `${printWide(lower, 4)} to ${printWide(upper, 4)}`;
  return `${value} (${composition.join(" + ")})`;
}

/** The range of the sum of payments: over all reports in fractions, else over all beliefs. */
function paymentsWithin({ budget, exact: fractions }: SizeFindings): string {
  const [least, largest] =
    fractions === undefined
      ? [budget.least, budget.largest].map((each) => printNumber(toDouble(each)))
      : [fractions.leastTotal, fractions.largestTotal].map(printExactly);
  return `${least} to ${largest}`;
}

/** The group that is expected to pay the most beyond what the outcome is worth, how likely it is to, and how much that is on average. */
function printOverpayment(
  { groups }: Population,
  { facts, exact: fractions }: SizeFindings,
): [string, string] {
  const amounts = facts.overpayment.map(({ expected }) => expected ?? WIDE_ZERO);
  const most = amounts.reduce((best, each, k) => (compareWide(each, amounts[best]) > 0 ? k : best), 0);
  const { group, probability, expected, expectedError } = facts.overpayment[most];
  if (fractions !== undefined) {
    const own = fractions.overpayment[most];
    return own.probability.n === 0n
      ? ["nobody", "0"]
      : [`${groups[group].name}, probability ${printExactly(own.probability)}`, printExactly(own.expected)];
  }
  if (expected === undefined) return ["–", "–"];
  if (expected.mantissa === 0) return ["nobody", "0"];
  const chance =
    probability === undefined ? "–" : probability < 1e-11 ? "less than 1e-11" : printNumber(probability);
  return [`${groups[group].name}, probability ${chance}`, printBounded(expected, expectedError!, 4)];
}

function printNumber(value: number): string {
  return `${Number(value.toPrecision(6))}`;
}

export function lieWords({ groups, signals }: Population, { group, signal, report }: Lie): string {
  return `${groups[group].name} saw ${signals[signal]}, says ${signals[report]}`;
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

/** From how many players on ε* is at or below a target, in which sense, and why. */
export function targetTable({ condition }: PopulationFindings, target: TargetFindings): NamedTable {
  const { epsilon, stated, worst, proof, constants } = target;
  const rows = [
    ["composed as above", bracketOf(stated), scanned(stated)],
    worst === undefined
      ? [
          "any composition",
          `at most ${stated.tailFrom}`,
          "Σ C·ρⁿ proves it; smaller sizes were not looked at",
        ]
      : ["any composition", bracketOf(worst), scanned(worst)],
    proof === undefined
      ? [
          "the proof's n0",
          "–",
          condition.holds ? "signals do not separate all states" : "condition (1) fails",
        ]
      : [
          "the proof's n0",
          bracketOf({ players: proof.signals + 1, atLeast: proof.atLeast + 1 }),
          `eq. (4) for every n ≥ ${proof.signals} with e = ${printExactly(constants.e!)}, δ < ${printExactly(constants.delta)}; probabilities by counts, from ${proof.tailFrom} on by a bound`,
        ],
    [
      "order 1/ε²",
      printWide(wideNumber(1, 2n * (preciseLog(epsilon.d) - preciseLog(epsilon.n))), 6),
      "as the source remarks; up to a constant it does not name",
    ],
  ];
  return { head: [`ε* ≤ ${printExactly(epsilon)} for`, "players from", "why"], rows };
}

function bracketOf({ players, atLeast }: { readonly players: number; readonly atLeast: number }): string {
  return atLeast === players ? `${players}` : `between ${atLeast} and ${players}`;
}

function scanned({ players, atLeast, tailFrom }: Threshold): string {
  const proved = `from ${tailFrom} on Σ C·ρⁿ proves it`;
  if (players >= tailFrom)
    return atLeast === players ? proved : `${proved}; smaller sizes would take too long, or are left open`;
  return `${players} to ${tailFrom - 1} looked at one by one, ${proved}`;
}
