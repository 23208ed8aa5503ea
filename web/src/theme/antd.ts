/** antd in the page's own colours: those of base.css, of which antd derives its shades. */
import { theme, type ThemeConfig } from "antd";

interface Ground {
  readonly ink: string;
  readonly red: string;
  readonly page: string;
  readonly paper: string;
  readonly raised: string;
  readonly line: string;
  readonly text: string;
  readonly text2: string;
  readonly text3: string;
}

const LIGHT: Ground = {
  ink: "#234a72",
  red: "#b02420",
  page: "#f4f3f0",
  paper: "#ffffff",
  raised: "#ffffff",
  line: "#cbc7bf",
  text: "#1d1c1a",
  text2: "#57534c",
  text3: "#6f6a62",
};

const DARK: Ground = {
  ink: "#8fb8e6",
  red: "#f28b82",
  page: "#121315",
  paper: "#1a1c1f",
  raised: "#24272b",
  line: "#474b51",
  text: "#e9e7e2",
  text2: "#b6b3ac",
  text3: "#98958e",
};

/** Whether the system asks for stillness. Read once: it is a setting for life. */
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

export function antdTheme(dark: boolean): ThemeConfig {
  const ground = dark ? DARK : LIGHT;
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: ground.ink,
      colorLink: ground.ink,
      colorInfo: ground.ink,
      colorError: ground.red,
      colorBgLayout: ground.page,
      colorBgContainer: ground.paper,
      colorBgElevated: ground.raised,
      colorBorder: ground.line,
      colorText: ground.text,
      colorTextSecondary: ground.text2,
      colorTextTertiary: ground.text3,
      colorTextPlaceholder: ground.text3,
      colorTextDescription: ground.text3,
      fontFamily: "var(--sans)",
      borderRadius: 4,
      // Official screens are read for hours: nothing bounces.
      motionUnit: 0.06,
      motion: !still,
      wireframe: false,
    },
    components: {
      Button: { primaryColor: dark ? "#10202f" : "#ffffff", primaryShadow: "none", defaultShadow: "none" },
    },
  };
}
