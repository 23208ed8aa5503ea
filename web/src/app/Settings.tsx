/** Language and theme: remembered on this machine. */
import { Icon } from "../components/Icon.js";
import { useTexts } from "../i18n/index.js";
import { chooseLanguage, chooseTheme, type ThemeChoice, useAppearance } from "../theme/appearance.js";
import styles from "./shell.module.css";

const THEMES = [
  { theme: "system", icon: "system", next: "light" },
  { theme: "light", icon: "sun", next: "dark" },
  { theme: "dark", icon: "moon", next: "system" },
] as const satisfies readonly { theme: ThemeChoice; icon: "system" | "sun" | "moon"; next: ThemeChoice }[];

export function Settings() {
  const { t } = useTexts();
  const { theme, language } = useAppearance();
  const other = language === "zh" ? "en" : "zh";
  const chosen = THEMES.find((one) => one.theme === theme) ?? THEMES[0];
  const told = `${t("settings.theme")}${t("colon")}${t(`settings.${chosen.theme}`)}`;
  return (
    <div className={styles["settings"]}>
      <button
        type="button"
        className={styles["tool"]}
        lang={other === "en" ? "en" : "zh-CN"}
        onClick={() => chooseLanguage(other)}
      >
        {t(other === "en" ? "settings.toEnglish" : "settings.toChinese")}
      </button>
      <button
        type="button"
        className={styles["tool"]}
        aria-label={told}
        title={told}
        onClick={() => chooseTheme(chosen.next)}
      >
        <Icon name={chosen.icon} />
      </button>
    </div>
  );
}
