import {
  exact,
  logarithmToDouble,
  printRational,
  printWide,
  type Rational,
  toDouble,
  type WideNumber,
  wideLog10,
  wideNumber,
} from "@candor/core/numeric";
import { chernoffInformation, type Population } from "@candor/core/population";
import type { PopulationFindings, SizeFindings, TargetFindings } from "./examine-population.js";

/** What `candor population` answers, for programs. Numbers that doubles may not hold come as text with their log10. */
export function populationData(found: PopulationFindings): object {
  const { population, condition, pairs, classes, hidden, sizes, targets, tail } = found;
  const { states, alternatives, groups, signals } = population;
  return {
    title: population.title,
    states,
    signals,
    alternatives,
    groups: groups.map(({ name, count }) => ({ name, count })),
    sizes: sizes.map((size) => sizeData(population, size)),
    bound: tail.map(({ states: pair, logConstant, logRate }) => ({
      states: pair.map((state) => states[state]),
      constant: wideData(wideNumber(1, logConstant)),
      rate: Math.exp(logarithmToDouble(logRate)),
    })),
    targets: targets.map((target) => targetData(population, target)),
    condition: condition.holds
      ? { holds: true, favourites: condition.favourites.map((a) => alternatives[a]) }
      : {
          holds: false,
          state: states[condition.state],
          mixture: condition.mixture.map(printRational),
          tied: condition.tied.map((a) => alternatives[a]),
        },
    pairs: pairs.map((pair) => ({
      states: pair.states.map((state) => states[state]),
      chernoffInformation: chernoffInformation(pair),
      lambda: pair.exponent,
    })),
    unseparatedCost: number(exact.subtract(hidden.statesKnown, hidden.classesKnown)),
    neverToldApart: classes
      .filter(({ length }) => length > 1)
      .map((each) => each.map((state) => states[state])),
  };
}

function sizeData(population: Population, size: SizeFindings): object {
  const { answer, facts, exact: fractions, worst, tail, ties, budget } = size;
  const { groups, signals, states, alternatives } = population;
  return {
    players: size.players,
    composition: size.composition,
    epsilon: {
      ...wideData(answer.epsilon),
      errorBound: wideData(answer.errorBound),
      omittedShare: answer.omittedShare,
      ...(fractions === undefined ? {} : { exact: printRational(fractions.epsilon) }),
    },
    ...(answer.witness === undefined
      ? {}
      : {
          witness: {
            group: groups[answer.witness.group].name,
            signal: signals[answer.witness.signal],
            report: signals[answer.witness.report],
          },
        }),
    boundForAnyComposition: wideData(tail),
    ...(size.shift === undefined
      ? {}
      : { expectedShift: wideData(size.shift.shift), boundByShift: wideData(size.shift.byNorm) }),
    ...(worst === undefined
      ? {}
      : {
          worstComposition: {
            composition: worst.composition,
            least: wideData(worst.lower),
            most: wideData(worst.upper),
            exact: worst.exact,
          },
        }),
    revenue: facts.welfare,
    totalPayment: { least: number(budget.least), largest: number(budget.largest) },
    firstBest: number(facts.firstBest),
    learnable: number(facts.learnable),
    gap: { ...wideData(facts.gap), errorBound: wideData(facts.gapError) },
    overpayment: facts.overpayment.map(({ group, probability, expected, expectedError, atMost }) => ({
      group: groups[group].name,
      ...(probability === undefined ? {} : { probability }),
      ...(expected === undefined
        ? {}
        : { expected: { ...wideData(expected), errorBound: wideData(expectedError!) } }),
      atMost,
    })),
    ...(facts.interimResidual === undefined ? {} : { interimResidual: facts.interimResidual }),
    ...(fractions === undefined
      ? {}
      : {
          interimUtility: fractions.interimUtility.map((row) => row.map(printRational)),
          exactRevenue: printRational(fractions.revenue),
          leastTotalPayment: printRational(fractions.leastTotal),
          largestTotalPayment: printRational(fractions.largestTotal),
        }),
    ties: ties.map(({ state, alternatives: tied }) => ({
      state: states[state],
      alternatives: tied.map((a) => alternatives[a]),
    })),
    cells: answer.cells,
  };
}

function targetData(
  { states }: Population,
  { epsilon, stated, worst, constants, proof }: TargetFindings,
): object {
  return {
    epsilon: printRational(epsilon),
    stated,
    ...(worst === undefined ? {} : { anyComposition: worst }),
    constants: {
      ...(constants.e === undefined ? {} : { e: printRational(constants.e) }),
      norm: printRational(constants.norm),
      delta: printRational(constants.delta),
    },
    ...(proof === undefined
      ? {}
      : {
          proof: {
            playersMoreThan: proof.signals,
            atLeast: proof.atLeast,
            tailFrom: proof.tailFrom,
            probability: Object.fromEntries(proof.probability.map((range, state) => [states[state], range])),
          },
        }),
    orderOfRemark: 1 / toDouble(epsilon) ** 2,
  };
}

function number(value: Rational): { readonly exact: string; readonly value: number } {
  return { exact: printRational(value), value: toDouble(value) };
}

/** A number of any size: digits as text, and log10 (null for 0). */
export function wideData(value: WideNumber): { readonly text: string; readonly log10: number | null } {
  return { text: printWide(value, 15), log10: value.mantissa === 0 ? null : wideLog10(value) };
}
