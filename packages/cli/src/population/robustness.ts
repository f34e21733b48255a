import { readPopulation } from "@candor/core/io";
import { fail, parseRational, printRational, type Rational } from "@candor/core/numeric";
import {
  type CommonSourceRow,
  commonSourceTable,
  type MisspecifiedAnswer,
  type MisspecifiedLimit,
  misspecifiedIncentives,
  misspecifiedLimit,
  type Population,
  studyMisspecified,
} from "@candor/core/population";
import { openModel } from "../files.js";
import type { NamedSection } from "../named-table.js";
import type { ExaminePopulation, PopulationFindings } from "./examine-population.js";
import { wideData } from "./population-data.js";
import { commonSourceSection, designerSection } from "./robustness-rows.js";

/** What becomes of (σ*, q*) where its assumptions fail. */
export interface Robustness {
  readonly designer?: { readonly answers: readonly MisspecifiedAnswer[]; readonly limit: MisspecifiedLimit };
  readonly commonSource?: readonly CommonSourceRow[];
}

export interface RobustnessFlags {
  /** Model file of the designer's beliefs. */
  readonly designer?: string;
  /** Probabilities of a common source. */
  readonly commonSource?: string;
  readonly grow?: string;
}

/** Errors: those of reading the designer's model, `different-names`, `invalid-value` for a probability outside of [0, 1). */
export function examineRobustness(
  population: Population,
  { sizes, rule }: Pick<ExaminePopulation, "sizes" | "rule">,
  { designer, commonSource, grow }: RobustnessFlags,
): Robustness {
  const compositions = sizes.map(rule);
  return {
    ...(designer === undefined ? {} : { designer: underDesigner(population, designer, compositions, grow) }),
    ...(commonSource === undefined
      ? {}
      : { commonSource: commonSourceTable(population, readShares(commonSource), compositions) }),
  };
}

function underDesigner(
  population: Population,
  path: string,
  compositions: readonly (readonly number[])[],
  grow: string | undefined,
) {
  const { model, files } = openModel(path);
  const study = studyMisspecified(population, readPopulation(model, files));
  const growing = grow !== undefined && grow !== "proportional";
  const shares = population.groups.map(({ name, count }) => (growing ? Number(name === grow) : count));
  const everybody = [...shares.keys()];
  return {
    answers: compositions.map((composition) => misspecifiedIncentives(study, composition)),
    limit: misspecifiedLimit(study, shares, everybody),
  };
}

function readShares(text: string): Rational[] {
  const shares = text.split(",").map((each) => {
    const value = parseRational(each.trim());
    if (value !== undefined && value.n >= 0n && value.n < value.d) return value;
    return fail("invalid-value", "--common-source", `"${each}" is not a probability from 0 to below 1.`);
  });
  const zero = { n: 0n, d: 1n };
  return shares.some(({ n }) => n === 0n) ? shares : [zero, ...shares];
}

export function robustnessSections(
  found: PopulationFindings,
  { designer, commonSource }: Robustness,
): NamedSection[] {
  const { population, sizes } = found;
  return [
    ...(designer === undefined
      ? []
      : [
          designerSection(
            population,
            designer.answers.map((answer, k) => ({ right: sizes[k].answer.epsilon, answer })),
            designer.limit,
          ),
        ]),
    ...(commonSource === undefined ? [] : [commonSourceSection(population, commonSource)]),
  ];
}

/** The same for programs. */
export function robustnessData(
  { groups, signals }: Population,
  { designer, commonSource }: Robustness,
): object {
  const answer = ({ players, epsilon, shortfall }: MisspecifiedAnswer) => ({
    players,
    epsilon: {
      ...wideData(epsilon.value),
      errorBound: wideData(epsilon.errorBound),
      ...(epsilon.witness === undefined
        ? {}
        : {
            group: groups[epsilon.witness.group].name,
            signal: signals[epsilon.witness.signal],
            report: signals[epsilon.witness.report],
          }),
    },
    shortfall: {
      ...wideData(shortfall.value),
      errorBound: wideData(shortfall.errorBound),
      ...(shortfall.witness === undefined
        ? {}
        : { group: groups[shortfall.witness.group].name, signal: signals[shortfall.witness.signal] }),
    },
  });
  return {
    ...(designer === undefined
      ? {}
      : {
          designer: {
            sizes: designer.answers.map(answer),
            ...(designer.limit.shortfall === undefined
              ? {}
              : { shortfallLimit: printRational(designer.limit.shortfall) }),
            settles: designer.limit.outcomes.map(({ state, believed, chosen }) => ({
              state,
              believed,
              chosen,
            })),
          },
        }),
    ...(commonSource === undefined
      ? {}
      : {
          commonSource: commonSource.map(({ share, informed, naive }) => ({
            share: printRational(share),
            informedEpsilon: wideData(informed.epsilon),
            naive: answer(naive),
          })),
        }),
  };
}
