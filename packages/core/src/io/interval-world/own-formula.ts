import { type Arithmetic, exact, float } from "../../numeric/arithmetic.js";
import { CandorError } from "../../numeric/candor-error.js";
import { compare, ONE, type Rational, rationalFromDouble, subtract, ZERO } from "../../numeric/rational.js";
import { compileExpression } from "../expression/compile.js";
import { parseExpression } from "../expression/parse-expression.js";
import type { Scope } from "../expression/scope.js";
import type { Path } from "../model-file/path.js";
import type { Reader } from "../model-file/reader.js";
import {
  messageScope,
  outsideScope,
  type Situation,
  type Vocabulary,
  valueScope,
} from "../model-file/scopes.js";
import type { Raw } from "../model-file/source.js";
import { isAffineInOwn } from "./affine-in-own.js";
import { expandDefinitions } from "./expand-definitions.js";
import { changesOf, switchesOf } from "./switches.js";

/** A number that depends on the own type, which may be any number. */
export interface OwnFormula {
  /** With definitions written out. */
  readonly text: string;
  at(own: number): number;
  /**
   * Neighbouring types between which its form changes (comparisons, min, max, abs, floor, ceil, remainders), in pairs: its jumps and kinks among
   * them. Every change of a part that is monotone between two neighbours of the given places and of the changes inside it. Errors: `interval-form`.
   */
  switches(places: readonly number[]): number[];
  /** Where its form is a·own + b: in fractions, or in those next to it where a or b is a root or the like. */
  readonly affine?: Affine;
}

/** slope·own + shift. */
export interface Affine {
  readonly slope: Rational;
  readonly shift: Rational;
}

export function isZero(formula: Affine | undefined): boolean {
  return formula !== undefined && compare(formula.slope, ZERO) === 0 && compare(formula.shift, ZERO) === 0;
}

/** Everything a formula may name, in both arithmetics; each agent has one type, whose number is what `own` holds. */
export interface OwnContext {
  readonly reader: Reader;
  readonly definitions: ReadonlyMap<string, string>;
  readonly fractions: OwnVocabulary<Rational>;
  readonly doubles: OwnVocabulary<number>;
}

export interface OwnVocabulary<N> {
  readonly vocabulary: Vocabulary<N>;
  readonly own: { value: N };
}

/** What a formula says, of whom (−1: the designer), and where it stands. */
export interface FormulaPlace {
  readonly what: "value" | "outside" | "outcome" | "payment";
  readonly agent: number;
  readonly path: Path;
}

/** Reads an expression in `own`. Errors: those of expressions, and `interval-form` where it is a table or looks at the others' types. */
export function ownFormula(context: OwnContext, raw: Raw, place: FormulaPlace): OwnFormula {
  return ownFormulas(context, raw, place, 1)[0];
}

/** As {@link ownFormula}, for each alternative; read once. */
export function ownFormulas(
  context: OwnContext,
  raw: Raw,
  place: FormulaPlace,
  alternatives: number,
): OwnFormula[] {
  const { reader, fractions, doubles } = context;
  if (typeof raw !== "string")
    return reader.refuse(
      "interval-form",
      place.path,
      "With types on intervals an expression is needed here.",
    );
  const inDouble = compiled(context, float, doubles, raw, place);
  const text = expandedText(context, raw, place);
  const tree = parseExpression(text, reader.refusal(place.path));
  const exactly = isAffineInOwn(tree) ? compiled(context, exact, fractions, raw, place) : undefined;
  const parts = switchesOf(tree).map(({ text: part, key }) => ({
    key,
    part: compiled(context, float, doubles, part, place),
  }));
  return Array.from({ length: alternatives }, (_, a) => {
    const at = (own: number) => inDouble(own, a);
    const switches = (places: readonly number[]) => {
      const found = new Set<number>();
      for (const { key, part } of parts) {
        const seen = [...new Set([...places, ...found])].sort((one, other) => one - other);
        for (const at of changesOf(
          keyed(key, (own) => part(own, a)),
          seen,
        ))
          found.add(at);
      }
      return [...found];
    };
    if (exactly === undefined) return { text, at, switches };
    return { text, at, switches, affine: inFractions((own) => exactly(own, a)) ?? inDoubles(at) };
  });
}

/** The key of a part; NaN where the part has no value. */
function keyed(key: (value: number) => number, part: (own: number) => number): (own: number) => number {
  return (own) => {
    try {
      return key(part(own));
    } catch (error) {
      if (error instanceof CandorError) return Number.NaN;
      throw error;
    }
  };
}

/** A text with its definitions written out; other names in scope come before definitions, as everywhere. */
export function expandedText(
  { reader, definitions, doubles }: OwnContext,
  text: string,
  { what, agent, path }: FormulaPlace,
): string {
  const scope = SCOPES[what](doubles.vocabulary, agent);
  const free = new Map([...definitions].filter(([name]) => !scope.has(name)));
  return expandDefinitions(text, free, reader.refusal(path));
}

type ScopeOf = <N>(vocabulary: Vocabulary<N>, agent: number) => Scope<Situation>;

const messages = <N>(vocabulary: Vocabulary<N>, agent: number) =>
  messageScope(
    vocabulary,
    vocabulary.agents.map(({ types }) => types),
    agent,
  );

const SCOPES: Readonly<Record<FormulaPlace["what"], ScopeOf>> = {
  value: valueScope,
  outside: outsideScope,
  outcome: messages,
  payment: messages,
};

function compiled<N>(
  { reader, definitions }: OwnContext,
  arithmetic: Arithmetic<N>,
  { vocabulary, own }: OwnVocabulary<N>,
  text: string,
  { what, agent, path }: FormulaPlace,
): (value: N, alternative: number) => N {
  const scope = SCOPES[what](vocabulary, agent);
  const formula = compileExpression(
    text,
    { arithmetic, scope, definitions, refuse: reader.refusal(path) },
    "number",
  );
  if (formula.uses.has("others"))
    reader.refuse("interval-form", path, "With types on intervals this depends on the own type alone.");
  if (what === "payment" && formula.uses.has("alternative"))
    reader.refuse("interval-form", path, "State the payment as a formula in the reported type: own.");
  const profile = vocabulary.agents.map(() => 0);
  const situation: Situation = { agent, profile, alternative: 0, state: 0 };
  return (value, alternative) => {
    own.value = value;
    situation.alternative = alternative;
    return formula.evaluate(situation) as N;
  };
}

/** From the values at 0 and 1, where they are fractions. */
function inFractions(at: (own: Rational) => Rational): Affine | undefined {
  try {
    const shift = at(ZERO);
    return { slope: subtract(at(ONE), shift), shift };
  } catch (error) {
    if (error instanceof CandorError && error.code === "not-rational") return undefined;
    throw error;
  }
}

/** A type so large that no shift takes digits from the slope. */
const FAR = 2 ** 100;

function inDoubles(at: (own: number) => number): Affine {
  return { slope: rationalFromDouble((at(FAR) - at(0)) / FAR), shift: rationalFromDouble(at(0)) };
}
