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

/** A number that depends on the own type, which may be any number. */
export interface OwnFormula {
  /** With definitions written out. */
  readonly text: string;
  at(own: number): number;
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
  /** Of a value. */
  readonly alternative?: number;
  readonly path: Path;
}

/** Reads an expression in `own`. Errors: those of expressions, and `interval-form` where it is a table or looks at the others' types. */
export function ownFormula(context: OwnContext, raw: Raw, place: FormulaPlace): OwnFormula {
  const { reader, definitions, fractions, doubles } = context;
  if (typeof raw !== "string")
    return reader.refuse(
      "interval-form",
      place.path,
      "With types on intervals an expression is needed here.",
    );
  const at = compiled(context, float, doubles, raw, place);
  const text = expandDefinitions(raw, definitions);
  if (!isAffineInOwn(parseExpression(text, reader.refusal(place.path)))) return { text, at };
  const [shift, high] =
    inFractions(compiled(context, exact, fractions, raw, place)) ??
    ([at(0), at(1)].map(rationalFromDouble) as [Rational, Rational]);
  return { text, at, affine: { slope: subtract(high, shift), shift } };
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
  { what, agent, alternative = 0, path }: FormulaPlace,
): (value: N) => N {
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
  const situation: Situation = { agent, profile, alternative, state: 0 };
  return (value) => {
    own.value = value;
    return formula.evaluate(situation) as N;
  };
}

/** The values at 0 and 1, where they are fractions. */
function inFractions(at: (own: Rational) => Rational): [Rational, Rational] | undefined {
  try {
    return [at(ZERO), at(ONE)];
  } catch (error) {
    if (error instanceof CandorError && error.code === "not-rational") return undefined;
    throw error;
  }
}
