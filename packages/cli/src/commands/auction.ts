import { examineAuction, exPostDesign } from "@candor/core/auctions";
import { certificate } from "@candor/core/design";
import { buildEnvironment, isIntervalWorld, printModel } from "@candor/core/io";
import { exact, fail } from "@candor/core/numeric";
import { verifyText } from "@candor/verifier";
import { auctionData } from "../auction-data.js";
import { auctionReport } from "../auction-report.js";
import { designedModel } from "../designed-model.js";
import { EXIT } from "../exit.js";
import { openModel, writeWhole } from "../files.js";
import { installedSolver } from "../installed-solver.js";
import { showProgress } from "../progress.js";

export interface AuctionFlags {
  readonly json?: boolean;
  readonly certificate?: string;
  readonly output?: string;
  readonly bidders?: readonly string[];
  readonly sellerValue?: string;
}

/** Profiles up to which the certificate is made and verified unasked. */
const SMALL = 400;

/**
 * `candor auction FILE`: the best auction of one object for a seller with any prior, why nothing earns more, and what other ways to
 * sell would bring. Exit code 0 when the optimum is proved, 1 when it is not.
 */
export async function auction(path: string | undefined, flags: AuctionFlags): Promise<number> {
  if (path === undefined)
    return fail("invalid-value", "", "Name a model file, or state the bidders by --values and --bidders.");
  if ((flags.bidders ?? flags.sellerValue) !== undefined)
    fail("invalid-value", flags.bidders ? "--bidders" : "--seller-value", "It needs --values, not a file.");
  const { model, files } = openModel(path);
  if (isIntervalWorld(model)) return (await import("./interval-auction.js")).intervalAuction(path, flags);
  const { environment } = buildEnvironment(model, exact, files);
  const progress = showProgress(1);
  progress.at(1, "examining the auction");
  const solver = installedSolver();
  const found = await examineAuction(environment, solver === undefined ? {} : { solver });
  const proved = found.exPost.gap.n === 0n;
  const asked =
    flags.certificate !== undefined || flags.output !== undefined || found.auction.prior.length <= SMALL;
  progress.at(1, "verifying the certificate");
  const design = proved && asked ? exPostDesign(environment, found.auction, found.exPost) : undefined;
  const proof = design && certificate(design, printModel(model));
  const text = proof && `${JSON.stringify(proof, null, 1)}\n`;
  const verification = text === undefined ? undefined : verifyText(text);
  progress.done();
  if (verification !== undefined && verification.status !== "accepted")
    throw new Error(`The certificate of an auction was not accepted: ${verification.message}`);
  if (flags.certificate !== undefined && text !== undefined) writeWhole(flags.certificate, text);
  if (flags.output !== undefined && design !== undefined)
    writeWhole(flags.output, designedModel(model, design));
  const seen = { environment, found, design, verification };
  const answer = flags.json ? JSON.stringify(auctionData(seen), null, 2) : auctionReport(seen).join("\n");
  process.stdout.write(`${answer}\n`);
  return proved ? EXIT.holds : EXIT.fails;
}
