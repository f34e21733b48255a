import type { Distribution } from "../../intervals/distribution.js";
import type { Alternative } from "../../model/environment.js";
import type { Rational } from "../../numeric/rational.js";
import type { Path } from "../model-file/path.js";
import type { OwnFormula } from "./own-formula.js";

/** An agent whose type is drawn from a distribution on the line. */
export interface IntervalAgent {
  readonly name: string;
  /** The name in the file; alike agents share it. */
  readonly group: string;
  readonly types: Distribution;
  /** The distribution as the file writes it. */
  readonly written: string;
  /** v_i(a, own), one for each alternative; empty where alternatives are quantities. */
  readonly worth: readonly OwnFormula[];
  readonly outside: OwnFormula;
}

/** What one agent is offered, in texts. */
export interface QuantitiesWorld {
  /** "0..1", "0.." without an upper end, or a list "0,1,2". */
  readonly range: string;
  /** Quantities at which value or cost has a kink, separated by commas. */
  readonly kinks: string;
  /** v(alternative, own), definitions written out. */
  readonly value: string;
  /** What a quantity costs the designer: less the designer's value, in `alternative`. */
  readonly cost: string;
}

/** A situation whose types lie on intervals, independently: one object, a project, or quantities for one agent. */
export interface IntervalWorld {
  readonly title: string;
  readonly agents: readonly IntervalAgent[];
  readonly kind: "object" | "project" | "quantities";
  /** Empty where alternatives are quantities. */
  readonly alternatives: readonly Alternative<Rational>[];
  /** What each alternative is worth to the designer. */
  readonly designer: readonly Rational[];
  readonly quantities?: QuantitiesWorld;
  /** What the file's mechanism gives each reported type and takes from it, where alternatives are quantities. */
  readonly menu?: { readonly quantity: OwnFormula; readonly payment?: OwnFormula };
  /** Gives up with `interval-form`, naming an entry of the file. */
  refuse(path: Path, message: string): never;
}
