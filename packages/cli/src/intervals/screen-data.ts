import type { Estimate } from "@candor/core/intervals";
import type { ScreeningFindings } from "./examine-screening.js";

/** What `candor screen --json` prints; null stands for infinity. */
export function screenData({ stated, screening, rows, box, differences, hazard, check }: ScreeningFindings) {
  const { value, byType, byQuantity, cross, cost, marginalCost, flags } = stated;
  const formula = ({ text, tex }: { text: string; tex: string }) => ({ text, tex });
  const { profit, profitBound, consumerSurplus, welfare, firstBestWelfare } = screening;
  return {
    problem: {
      ...flags,
      formulas: {
        v: formula(value),
        v_theta: formula(byType),
        v_x: formula(byQuantity),
        v_xtheta: formula(cross),
        c: formula(cost),
        c_x: formula(marginalCost),
      },
    },
    profit: plain(profit),
    ...(profitBound && { profitBound: plain(profitBound) }),
    consumerSurplus: plain(consumerSurplus),
    welfare: plain(welfare),
    firstBestWelfare: plain(firstBestWelfare),
    pieces: screening.pieces,
    menu: rows.map((row) => ({ ...row, rent: plain(row.rent) })),
    highTypesWantLess: screening.reflected,
    participation: screening.participation,
    checks: { differences: { ...differences, box }, hazardRate: hazard, incentives: check },
    warnings: screening.warnings,
  };
}

function plain({ value, error }: Estimate): Estimate {
  return { value, error };
}
