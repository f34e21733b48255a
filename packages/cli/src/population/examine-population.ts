import type { Rational, WideNumber } from "@candor/core/numeric";
import {
  type BudgetRange,
  budgetRange,
  type CompositionRule,
  type ExactAnswer,
  type ExpectedShift,
  exactIncentives,
  expectedShift,
  type GeometricTail,
  type IncentiveAnswer,
  incentiveGain,
  incentiveTail,
  incentiveThreshold,
  type OutcomeFacts,
  outcomeFacts,
  type PairCoefficients,
  type Population,
  type PopulationStudy,
  type ProofConstants,
  type ProofThreshold,
  pairCoefficients,
  proofConstants,
  proofThreshold,
  roughCells,
  type SeparationCost,
  separationClasses,
  separationCost,
  studyPopulation,
  type Threshold,
  type Tie,
  tailBound,
  tiesAt,
  type UniqueMaximisers,
  uniqueMaximisers,
  type WorstComposition,
  worstComposition,
} from "@candor/core/population";
import type { Progress } from "../progress.js";

/** What is found at one number of players. */
export interface SizeFindings {
  readonly players: number;
  readonly composition: readonly number[];
  readonly answer: IncentiveAnswer;
  readonly exact?: ExactAnswer;
  readonly facts: OutcomeFacts;
  /** How far the sum of payments can range over all reports. */
  readonly budget: BudgetRange;
  /** C ρ^n, a bound on ε* for any composition. */
  readonly tail: WideNumber;
  readonly worst?: WorstComposition;
  /** max ‖u‖ times the expected change of the posterior by one report: a bound for any composition. */
  readonly shift?: ExpectedShift;
  /** States in which several alternatives are best for this composition. */
  readonly ties: readonly Tie[];
}

/** From which size on ε* stays below a target. */
export interface TargetFindings {
  readonly epsilon: Rational;
  readonly stated: Threshold;
  readonly worst?: Threshold;
  readonly constants: ProofConstants;
  readonly proof?: ProofThreshold;
}

export interface PopulationFindings {
  readonly population: Population;
  readonly study: PopulationStudy;
  readonly condition: UniqueMaximisers;
  readonly pairs: readonly PairCoefficients[];
  /** Classes of states that no number of signals tells apart. */
  readonly classes: readonly (readonly number[])[];
  /** What that costs in the composition of the file. */
  readonly hidden: SeparationCost;
  readonly sizes: readonly SizeFindings[];
  readonly targets: readonly TargetFindings[];
  readonly tail: GeometricTail;
}

export interface ExaminePopulation {
  readonly sizes: readonly number[];
  readonly targets: readonly Rational[];
  readonly rule: CompositionRule;
  readonly exact: boolean;
}

/** Cells up to which bounds and the worst composition are added to what was asked for. */
const NEAR_CELLS = 200_000;
const NEAR_TABLE = 5e6;
/** Counts that the search for one threshold may look at: some ten seconds. */
const SCAN_CELLS = 2e7;

/** Everything `candor population` says about (σ*, q*) in a population. */
export function examinePopulation(
  population: Population,
  { sizes, targets, rule, exact }: ExaminePopulation,
  progress: Progress,
): PopulationFindings {
  const study = studyPopulation(population);
  const tail = incentiveTail(population).byRange;
  const sizeFindings = sizes.map((players): SizeFindings => {
    progress.step(`${players} players`);
    const composition = rule(players);
    return {
      players,
      composition,
      answer: incentiveGain(study, players, composition),
      ...(exact ? { exact: exactIncentives(population, composition) } : {}),
      facts: outcomeFacts(study, players, composition),
      budget: budgetRange(population, composition),
      tail: tailBound(tail, players),
      ...(roughCells(study, players) <= NEAR_CELLS ? { shift: expectedShift(study, players) } : {}),
      ...(worstIsNear(study, players) ? { worst: worstComposition(study, players) } : {}),
      ties: tiesAt(population, composition),
    };
  });
  const targetFindings = targets.map((epsilon) => {
    progress.step("thresholds");
    return examineTarget(study, tail, epsilon, rule);
  });
  progress.done();
  return {
    population,
    study,
    condition: uniqueMaximisers(population),
    pairs: pairCoefficients(population),
    classes: separationClasses(population),
    hidden: separationCost(
      population,
      population.groups.map(({ count }) => count),
    ),
    sizes: sizeFindings,
    targets: targetFindings,
    tail,
  };
}

/** Whether the worst composition can be found at once: several groups, few counts, and tables over compositions that fit. */
function worstIsNear(study: PopulationStudy, players: number): boolean {
  const { groups, alternatives, signals } = study.population;
  if (groups.length === 1) return false;
  const table = players * alternatives.length * signals.length * study.pairs.length;
  const lines = groups.length === 2 ? 1 : 20;
  return roughCells(study, players) * lines <= NEAR_CELLS && table <= NEAR_TABLE;
}

function examineTarget(
  study: PopulationStudy,
  tail: GeometricTail,
  epsilon: Rational,
  rule: CompositionRule,
): TargetFindings {
  const constants = proofConstants(study.population, epsilon);
  const budget = { costOf: (n: number) => 500 + roughCells(study, n), most: SCAN_CELLS };
  const stated = incentiveThreshold(tail, epsilon, (n) => incentiveGain(study, n, rule(n)), budget);
  const proof = proofThreshold(study, constants, {
    ...budget,
    costOf: (n) => 500 + 30 * roughCells(study, n),
  });
  const worst = worstIsNear(study, stated.tailFrom)
    ? incentiveThreshold(
        tail,
        epsilon,
        (n) => {
          const { lower, upper } = worstComposition(study, n);
          return { least: lower, most: upper };
        },
        { ...budget, costOf: (n) => 20 * budget.costOf(n) },
      )
    : undefined;
  return {
    epsilon,
    stated,
    constants,
    ...(worst === undefined ? {} : { worst }),
    ...(proof === undefined ? {} : { proof }),
  };
}
