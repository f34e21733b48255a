import type { Arithmetic } from "../../numeric/arithmetic.js";

/** What an expression can yield. Lists appear only as arguments of functions such as sum(others). */
export type Kind = "number" | "text" | "boolean" | "numbers" | "texts";

/**
 * Which parts of a situation a name depends on; decides whether values are private, interdependent or state-dependent.
 * `member`: it singles out one of several alike agents, so that type counts no longer suffice.
 */
export type Dependence = "own" | "others" | "state" | "alternative" | "member";

/** Gives up on an expression, naming its place in the file. */
export type Refuse = (code: string, message: string) => never;

/** A name an expression may use. */
export interface Binding<C> {
  readonly kind: Kind;
  readonly uses: readonly Dependence[];
  get(context: C): unknown;
  /** All texts it can be, where a comparison with any other text must be a mistake. */
  readonly texts?: ReadonlySet<string>;
  /** What may follow a dot or stand in brackets. */
  readonly members?: ReadonlyMap<string, Binding<C>>;
}

export type Scope<C> = ReadonlyMap<string, Binding<C>>;

/** What an expression is compiled against. */
export interface ExpressionContext<N, C> {
  readonly arithmetic: Arithmetic<N>;
  readonly scope: Scope<C>;
  /** Named expressions that may be used like names; they may use each other but not in a circle. */
  readonly definitions?: ReadonlyMap<string, string>;
  /** Gives up, naming the place of the expression in the model file. */
  readonly refuse: Refuse;
}

/** A compiled expression; `evaluate` returns a value of the stated kind. */
export interface Compiled<C> {
  readonly kind: Kind;
  readonly uses: ReadonlySet<Dependence>;
  /** All texts it can be, where they are known and others must be mistakes. */
  readonly texts?: ReadonlySet<string>;
  evaluate(context: C): unknown;
}

/** A name as an expression of its own. */
export function fromBinding<C>(binding: Binding<C>): Compiled<C> {
  const { kind, uses, texts } = binding;
  return {
    kind,
    uses: new Set(uses),
    ...(texts === undefined ? {} : { texts }),
    evaluate: (context) => binding.get(context),
  };
}
