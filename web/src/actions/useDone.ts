/** Tells what was done: on the page where all was accepted, else item by item. */
import { say } from "../app/said.js";
import { useTexts } from "../i18n/index.js";

export function useSayDone(): (name: string, accepted: number) => void {
  const { t } = useTexts();
  return (name, accepted) =>
    say(accepted > 1 ? t("acting.doneMany", { name, count: accepted }) : t("acting.done", { name }));
}
