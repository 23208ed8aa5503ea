/** antd in the page's colours and the reader's language. */
import { ConfigProvider } from "antd";
import type { Locale } from "antd/es/locale";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { antdTheme } from "./antd.js";
import { useAppearance } from "./appearance.js";
import { nonce } from "./nonce.js";

export function Look({ children }: { readonly children: ReactNode }) {
  const { dark, language } = useAppearance();
  const [english, setEnglish] = useState<Locale | null>(null);
  useEffect(() => {
    if (language === "en") void import("antd/locale/en_US").then((module) => setEnglish(module.default));
  }, [language]);
  dayjs.locale(language === "en" ? "en" : "zh-cn");
  const theme = useMemo(() => antdTheme(dark), [dark]);
  return (
    <ConfigProvider
      theme={theme}
      locale={language === "en" && english ? english : zhCN}
      csp={{ nonce }}
      button={{ autoInsertSpace: false }}
    >
      {children}
    </ConfigProvider>
  );
}
