/** Everybody's packages of a year with their signatures: those that wait first. The counts are the answer's own. */
import type { PackageList } from "../../api/types.js";
import { useTexts } from "../../i18n/index.js";
import paper from "../desk/paper.module.css";
import styles from "./packages.module.css";
import { Signature } from "./Signature.js";

interface Props {
  readonly rows: PackageList["all"];
  readonly counts: NonNullable<PackageList["counts"]>;
}

export function SignedTable({ rows, counts }: Props) {
  const { t } = useTexts();
  const waitingFirst = [...rows].sort((a, b) => Number(a.signed !== null) - Number(b.signed !== null));
  return (
    <>
      <p className={styles["counts"]}>
        <span>{t("packages.units", counts.units)}</span> <span>{t("packages.seats", counts.seats)}</span>
      </p>
      <table className={paper["register"]}>
        <thead>
          <tr>
            <th scope="col">{t("packages.holder")}</th>
            <th scope="col">{t("packages.list")}</th>
            <th scope="col">{t("packages.state")}</th>
          </tr>
        </thead>
        <tbody>
          {waitingFirst.map((row) => (
            <tr key={`${row.holder.kind}/${row.holder.id}`} data-signed={row.signed !== null}>
              <td>{row.name}</td>
              <td>{t(row.holder.kind === "unit" && row.named ? "packages.unitList" : "packages.seatList")}</td>
              <td>
                <Signature of={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
