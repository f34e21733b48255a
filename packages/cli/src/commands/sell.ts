import { buildEnvironment } from "@candor/core/io";
import { type Arithmetic, CandorError, exact, fail, float } from "@candor/core/numeric";
import {
  type GoodsSale,
  type OptimalSale,
  readGoodsSale,
  SALE_INCENTIVES,
  sellOptimally,
  sellSeparately,
} from "@candor/core/selling";
import { certifiedSale, type SaleFiles } from "../certified-sale.js";
import { EXIT } from "../exit.js";
import { arithmeticMode, type OpenedModel, openModel } from "../files.js";
import { installedSolver } from "../installed-solver.js";
import { showProgress } from "../progress.js";
import { type Sold, sellData, sellLines } from "../sell-report.js";

export interface SellFlags extends SaleFiles {
  readonly incentives?: string;
  readonly exact?: boolean;
  readonly float?: boolean;
  readonly json?: boolean;
}

/** Profiles of types up to which fractions are tried first. */
const EXACT_PROFILES = 1500;
/** Why fractions may be out of reach although doubles are not. */
const INEXACT = ["not-rational", "probability-sum", "not-solved", "too-large"];

/**
 * `candor sell FILE`: the largest expected revenue from selling the goods of a model. Exit code 0 when the bounds on it meet (in
 * doubles up to rounding or 1e-6 of it), 1 when they do not.
 */
export async function sell(path: string, flags: SellFlags): Promise<number> {
  const incentives = SALE_INCENTIVES.find((each) => each === (flags.incentives ?? "bayesian"));
  if (incentives === undefined)
    return fail(
      "invalid-value",
      "--incentives",
      `Say ${SALE_INCENTIVES.join(" or ")}, not "${flags.incentives}".`,
    );
  arithmeticMode(flags);
  const opened = openModel(path);
  const { model, files } = opened;
  const answer = <N>(sold: Sold<N>) => report(opened, sold, flags);
  const environment = buildEnvironment(model, float, files).environment;
  const { title } = environment;
  const sale = readGoodsSale(environment);
  const doubles = () => soldIn(float, sale, title, incentives);
  const profiles = sale.bidders.reduce((product, { types }) => product * types.length, 1);
  if (flags.float || (!flags.exact && profiles > EXACT_PROFILES)) return await answer(await doubles());
  try {
    const exactly = readGoodsSale(buildEnvironment(model, exact, files).environment);
    return await answer(await soldIn(exact, exactly, title, incentives));
  } catch (error) {
    const hopeless =
      error instanceof CandorError && error.problems.every(({ code }) => INEXACT.includes(code));
    if (flags.exact || !hopeless) throw error;
    return answer(await doubles());
  }
}

async function soldIn<N>(
  arithmetic: Arithmetic<N>,
  sale: GoodsSale<{ readonly length: number; [index: number]: N }>,
  title: string,
  incentives: OptimalSale<N>["incentives"],
): Promise<Sold<N>> {
  const solver = installedSolver();
  const options = solver === undefined ? {} : { solver };
  const progress = showProgress(1);
  const optimum = await sellOptimally(arithmetic, sale, {
    ...options,
    incentives,
    progress: ({ rounds, upper }) =>
      progress.at(1, `round ${rounds}, revenue at most ${upper.toPrecision(9)}`),
  });
  const separately = sale.goods.length > 1 ? await sellSeparately(arithmetic, sale, options) : [];
  progress.done();
  return { arithmetic, sale, title, optimum, separately };
}

async function report<N>(opened: OpenedModel, sold: Sold<N>, flags: SellFlags): Promise<number> {
  const { arithmetic: F, optimum } = sold;
  const known = F.kind === "exact" && F.compare(optimum.lower, optimum.upper) === 0;
  const revenue = known ? F.toRational(optimum.lower) : undefined;
  const asked = flags.certificate !== undefined || flags.output !== undefined;
  const proof = asked ? await certifiedSale(opened, optimum.incentives, revenue, flags) : undefined;
  const certified = proof === undefined ? [] : ["", `certificate: ${proof}`];
  const text = flags.json
    ? JSON.stringify({ ...sellData(sold), ...(proof === undefined ? {} : { certificate: proof }) }, null, 2)
    : [...sellLines(sold), ...certified].join("\n");
  process.stdout.write(`${text}\n`);
  if (optimum.incentives === "bayesian") return optimum.status === "stopped" ? EXIT.fails : EXIT.holds;
  const [lower, upper] = [F.toNumber(optimum.lower), F.toNumber(optimum.upper)];
  return upper - lower <= 1e-6 * Math.abs(upper) ? EXIT.holds : EXIT.fails;
}
