import { logarithmToDouble, type PreciseLogarithm, preciseLog } from "../numeric/precise-logarithm.js";
import { compare, type Rational, toDouble } from "../numeric/rational.js";

/** π0(ω) and ν(x | ω): how likely somebody thinks states and signals are. All positive. */
export interface SignalModel {
  readonly prior: readonly Rational[];
  /** At [state][signal]. */
  readonly likelihood: readonly (readonly Rational[])[];
}

/** A signal model in doubles and in logarithms, computed once. */
export interface MeasuredSignals {
  readonly model: SignalModel;
  readonly states: number;
  readonly signals: number;
  /** ν(x | ω) at state · signals + signal. */
  readonly likelihood: Float64Array;
  /** ln ν(x | ω) at state · signals + signal. */
  readonly logLikelihood: Float64Array;
  readonly preciseLogPrior: readonly PreciseLogarithm[];
  /** At state · signals + signal. */
  readonly preciseLogLikelihood: readonly PreciseLogarithm[];
  /** Pr(s) = Σ_ω π0(ω) ν(s | ω). */
  readonly signalProbability: Float64Array;
}

export function measureSignals(model: SignalModel): MeasuredSignals {
  const states = model.prior.length;
  const signals = model.likelihood[0].length;
  const cells = model.likelihood.flat();
  const preciseLogLikelihood = cells.map(logOf);
  return {
    model,
    states,
    signals,
    likelihood: Float64Array.from(cells, toDouble),
    logLikelihood: Float64Array.from(preciseLogLikelihood, logarithmToDouble),
    preciseLogPrior: model.prior.map(logOf),
    preciseLogLikelihood,
    signalProbability: Float64Array.from({ length: signals }, (_, x) =>
      model.prior.reduce((sum, p, state) => sum + toDouble(p) * toDouble(model.likelihood[state][x]), 0),
    ),
  };
}

/** ln of a positive fraction. Errors: `not-positive`. */
export function logOf({ n, d }: Rational): PreciseLogarithm {
  return preciseLog(n) - preciseLog(d);
}

/** Whether two states have the same likelihood, so that no number of signals tells them apart. */
export function sameLikelihood({ likelihood }: SignalModel, one: number, other: number): boolean {
  return likelihood[one].every((value, x) => compare(value, likelihood[other][x]) === 0);
}
