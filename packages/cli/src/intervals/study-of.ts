import { type IntervalWorld, objectOf } from "@candor/core/io";
import { CandorError } from "@candor/core/numeric";
import { efficientStudy } from "../commands/efficient.js";
import { auctionStudy } from "../commands/interval-auction.js";
import { partnershipStudy } from "../commands/partnership.js";
import { provideStudy } from "../commands/provide.js";
import { screenStudy } from "../commands/screen.js";
import { tradeStudy } from "../commands/trade.js";
import type { IntervalStudy, OutputFlags } from "./study.js";

/** Any study, of what a file states alone. */
export type FileStudy = IntervalStudy<OutputFlags, unknown, unknown>;

/**
 * The study for a world: screening for quantities, provision for a project; for an object an auction where it may stay unsold, trade between its
 * owner and a buyer, a partnership where outside options are shares of it, and otherwise whether efficiency can be had.
 */
export function studyOf(world: IntervalWorld): FileStudy {
  if (world.kind === "quantities") return screenStudy as FileStudy;
  if (world.kind === "project") return provideStudy as FileStudy;
  if (objectOf(world).kept !== undefined) return auctionStudy as FileStudy;
  const fitting = [tradeStudy, partnershipStudy].find((study) => fits(study as FileStudy, world));
  return (fitting ?? efficientStudy) as FileStudy;
}

function fits(study: FileStudy, world: IntervalWorld): boolean {
  try {
    study.fromWorld(world, {});
    return true;
  } catch (error) {
    if (error instanceof CandorError) return false;
    throw error;
  }
}
