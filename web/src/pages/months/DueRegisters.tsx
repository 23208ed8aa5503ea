/** The registers in a unit's request: each with whether it is kept, and the way to its rows; what is as it was is said to be. */
import { Checkbox } from "antd";
import { Link } from "react-router";
import type { MonthGrid } from "../../api/types.js";
import { Panel } from "../../components/Panel.js";
import { useFormat } from "../../i18n/format.js";
import { useTexts } from "../../i18n/index.js";
import { usePlanPath } from "../../plan/plan.js";
import { useAppearance } from "../../theme/appearance.js";
import styles from "./months.module.css";

type DueRegister = MonthGrid["registers"][number];

interface Props {
  readonly registers: readonly DueRegister[];
  /** Those that are said to be unchanged when the answer is sent. */
  readonly unchanged: readonly string[];
  /** Whether they can be said to be now. */
  readonly mayEdit: boolean;
  readonly onUnchanged: (unchanged: readonly string[]) => void;
}

/** Registers that keep the answer from being sent. */
export const openRegisters = (registers: readonly DueRegister[], unchanged: readonly string[]): DueRegister[] =>
  registers.filter(({ state, register }) => state === "notKept" && !unchanged.includes(register.id));

export function DueRegisters({ registers, unchanged, mayEdit, onUnchanged }: Props) {
  const { t } = useTexts();
  const { language } = useAppearance();
  const format = useFormat();
  const path = usePlanPath();
  if (registers.length === 0) return null;
  const toggle = (id: string, isUnchanged: boolean): void =>
    onUnchanged(isUnchanged ? [...unchanged, id] : unchanged.filter((one) => one !== id));
  return (
    <Panel title={t("months.registers")}>
      <p className="quiet">{t("months.registersLead")}</p>
      <ul className={styles["registers"]}>
        {registers.map(({ register, period, state, changedOn, missing, mayBeUnchanged }) => (
          <li key={register.id} data-state={state}>
            <Link to={path(`/registers/list/${encodeURIComponent(register.id)}`)}>
              {language === "zh" ? register.title : register.english}
            </Link>
            <span>{period[language]}</span>
            <span>{t(`months.registerStates.${state}`)}</span>
            <span className="quiet">
              {changedOn === null ? t("months.neverChanged") : t("months.changedOn", { day: format.day(changedOn) })}
              {state === "notKept" && missing.length > 0
                ? t("months.missing", { names: missing.map(({ name }) => name).join(t("months.comma")) })
                : ""}
            </span>
            {mayEdit &&
              state === "notKept" &&
              (mayBeUnchanged ? (
                <Checkbox
                  checked={unchanged.includes(register.id)}
                  onChange={({ target }) => toggle(register.id, target.checked)}
                >
                  {/* What was never filled in is not as it was; there may be nothing to fill in. */}
                  {t(changedOn === null ? "months.nothingToFill" : "months.isUnchanged")}
                </Checkbox>
              ) : (
                <span>{t("months.fillRegister")}</span>
              ))}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
