import {
  compareWide,
  preciseLog,
  printRational,
  printWide,
  type Rational,
  toDouble,
  WIDE_ZERO,
  type WideNumber,
  wideNumber,
} from "@candor/core/numeric";
import type { Lie, Population, Threshold } from "@candor/core/population";
import type { NamedTable } from "../named-table.js";
import type { PopulationFindings, SizeFindings, TargetFindings } from "./examine-population.js";

/** Fractions longer than this are rounded. */
const LONGEST_FRACTION = 24;

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

export function printExactly(value: Rational): string {
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

export function printNumber(value: number): string {
  return `${Number(value.toPrecision(6))}`;
}

export function lieWords({ groups, signals }: Population, { group, signal, report }: Lie): string {
  return `${groups[group].name} saw ${signals[signal]}, says ${signals[report]}`;
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
