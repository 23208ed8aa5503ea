/** In whose name bulletins and reports go out, and of which series their numbers are. */
import type { Instrument } from "../instruments/instruments.js";
import { issuedBy, issuingUnit } from "../letters/issuers.js";
import type { NumberSeries } from "../letters/numbering.js";
import { seriesOf, USUAL_ISSUER } from "../letters/numbering.js";
import type { PlanBundle } from "../plan/bundle.js";
import type { Issuer } from "../plan/policy.js";
import type { DocumentName } from "./content.js";

const SERIES: Readonly<Record<DocumentName, string>> = { bulletin: "通报", report: "专报" };

type Issuing = Pick<PlanBundle, "roster" | "policy">;

/** The instrument that each goes out as. */
export const INSTRUMENT_OF = { bulletin: "bulletin", report: "upwardReport" } as const satisfies Readonly<
  Record<DocumentName, Instrument>
>;

/** The unit: as the policy's forms say it, else the leading group's office, where there is one. Report and bulletin have the same. */
export function bulletinIssuer({ roster, policy }: Issuing): string {
  const { bodies } = roster;
  const body = issuedBy(policy, INSTRUMENT_OF.bulletin, undefined)?.issuer.body;
  return (body === undefined ? undefined : issuingUnit(roster, body)) ?? bodies.leadingGroupOffice ?? bodies.office;
}

/** The policy's entry for that unit; undefined where the policy has none. */
export function bulletinIssuerOf({
  roster,
  policy,
}: Issuing): { readonly id: string; readonly issuer: Issuer } | undefined {
  const unit = bulletinIssuer({ roster, policy });
  for (const [id, issuer] of Object.entries(policy.issuers ?? {}))
    if (issuingUnit(roster, issuer.body) === unit) return { id, issuer };
  return undefined;
}

/** The series of a document's numbers: ×农办通报〔2021〕1号. */
export function bulletinSeries(of: Issuing, name: DocumentName): NumberSeries {
  const given = seriesOf(of.policy, INSTRUMENT_OF[name], undefined);
  if (given !== null) return given;
  const found = bulletinIssuerOf(of);
  const series = SERIES[name];
  return { issuer: found?.id ?? USUAL_ISSUER, series, head: `${found?.issuer.code ?? ""}${series}`, style: "letter" };
}
