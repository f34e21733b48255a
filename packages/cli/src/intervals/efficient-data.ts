import type { Estimate } from "@candor/core/intervals";
import type { EfficientFindings } from "./examine-efficient.js";

/** What `candor efficient --json` prints; null stands for infinity. */
export function efficientData({ claimants, problem, decision, vcg, agv, leaving, audit }: EfficientFindings) {
  return {
    agents: claimants.map(({ name, distribution, written }, i) => {
      const { type, types, net, error, method } = vcg.worstOff[i];
      return {
        ...{ name, values: distribution.name, outside: written },
        worstOff: { type, types, method },
        netGain: { value: net, error },
        vcgPayment: plain(vcg.expectedPayments[i]),
        agv: { ...agv.participation[i], types: leaving.find(({ agent }) => agent === i)?.types ?? [] },
        ...(decision.mechanism?.offsets && { offset: decision.mechanism.offsets[i] }),
      };
    }),
    expectedWelfare: plain(problem.expectedWelfare),
    status: decision.status,
    surplus: plain(decision.surplus),
    vcgSurplus: plain(vcg.surplus),
    minimumSubsidy: { value: decision.minimumSubsidy, error: decision.surplus.error },
    audit,
  };
}

function plain({ value, error }: Estimate): Estimate {
  return { value, error };
}
