/** What the window's tab says: the page first, for those with many tabs. */
import { useEffect } from "react";
import { useTexts } from "../i18n/index.js";

export function useTitle(page: string): void {
  const { t } = useTexts();
  const product = t("product");
  useEffect(() => {
    document.title = `${page} · ${product}`;
  }, [page, product]);
}
