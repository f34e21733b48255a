import type { Estimate } from "@candor/core/intervals";
import { printRational } from "@candor/core/numeric";
import type { PartnershipFindings } from "./examine-partnership.js";
import { bidDeciles } from "./partnership-lines.js";

/** What `candor partnership --json` prints; null stands for infinity. */
export function partnershipData(found: PartnershipFindings) {
  const { stated, problem, decision, vcg, agv, leaving, easiest, dissolvable, bidding, audit } = found;
  return {
    partners: stated.shares.map((share, i) => {
      const { type, types, net, error } = vcg.worstOff[i];
      return {
        values: stated.distributions[i].name,
        share: printRational(share),
        worstOff: { type, types },
        netGain: { value: net, error },
        vcgPayment: plain(vcg.expectedPayments[i]),
        agv: { ...agv.participation[i], types: leaving.find(({ agent }) => agent === i)?.types ?? [] },
        ...(decision.mechanism?.offsets && { offset: decision.mechanism.offsets[i] }),
      };
    }),
    expectedWelfare: plain(problem.expectedWelfare),
    status: decision.status,
    surplus: plain(decision.surplus),
    minimumSubsidy: { value: decision.minimumSubsidy, error: decision.surplus.error },
    easiest:
      "answer" in easiest
        ? { shares: easiest.answer.shares, surplus: plain(easiest.answer.surplus) }
        : easiest,
    dissolvable:
      "answer" in dissolvable
        ? { ends: dissolvable.answer.ends, boundary: dissolvable.answer.boundary }
        : dissolvable,
    bidding:
      "answer" in bidding
        ? {
            deciles: bidDeciles(found),
            sidePayments: bidding.answer.sidePayments,
            margin: bidding.answer.margin,
          }
        : bidding,
    audit,
  };
}

function plain({ value, error }: Estimate): Estimate {
  return { value, error };
}
